import { createHash } from 'node:crypto';
import type {
  BreakKind,
  BreakState,
  CheckName,
  CheckState,
  CorrectionKind,
  CorrectionState,
  ReconciliationState,
} from '#db/schema/reconciliation.ts';
import { type Canonical, canonicalJson } from './canonical-json.ts';
import type { Digest } from './certificate-digests.ts';

/** Amounts are decimal text of yuan, moments ISO text in UTC, people ids: their names stand in `people`. */
export type CertifiedCheck = Readonly<{
  check: CheckName;
  state: CheckState;
  compared: number;
  left: string;
  right: string;
  difference: string;
  /** Breaks found by it that are listed or were resolved, over the day's whole life. */
  breaks: number;
}>;

export type CertifiedCorrection = Readonly<{
  id: string;
  kind: CorrectionKind;
  state: CorrectionState;
  details: { readonly [key: string]: string | number | null };
  reason: string | null;
  maker: string | null;
  madeAt: string | null;
  checker: string | null;
  checkedAt: string | null;
  appliedAt: string | null;
  result: string | null;
}>;

/** A break that somebody signed for. */
export type CertifiedBreak = Readonly<{
  id: string;
  check: CheckName;
  kind: BreakKind;
  object: string;
  ours: string | null;
  theirs: string | null;
  cause: string;
  state: BreakState;
  foundAt: string;
  resolvedAt: string | null;
  /** The row that stays as it was altered, where the correction is an adjusting entry beside it. */
  altered: boolean;
  evidence: {
    instructionId: string | null;
    journalId: string | null;
    accountId: string | null;
    loanId: string | null;
    bidId: string | null;
    file: string | null;
    rowNumber: number | null;
  };
  corrections: readonly CertifiedCorrection[];
}>;

export type CertifiedRelease = Readonly<{
  reason: string;
  maker: string;
  madeAt: string;
  checker: string | null;
  checkedAt: string | null;
}>;

/** What a certificate says of its day; all of it can be computed again from the database. */
export type Facts = Readonly<{
  /** Green or signed when it is certified. */
  state: ReconciliationState;
  checks: readonly CertifiedCheck[];
  breaks: readonly CertifiedBreak[];
  releases: readonly CertifiedRelease[];
  inputs: Readonly<Record<string, Digest>>;
}>;

export const CERTIFICATE_FORMAT = 'manbiao-certificate-1';
/** What the first certificate follows. */
export const BEGINNING = '0'.repeat(64);

export type CertificateBody = Facts &
  Readonly<{
    format: typeof CERTIFICATE_FORMAT;
    platformNo: string;
    businessDate: string;
    version: number;
    issuedAt: string;
    previousHash: string;
    /** When the checks were last run, business clock. */
    reconciledAt: string;
    /** The version that this one takes the place of, and which parts of the day have changed since. */
    supersedes: { readonly version: number; readonly hash: string; readonly changed: readonly string[] } | null;
    people: Readonly<Record<string, string>>;
  }>;

/** The bytes that are hashed and handed out. */
export const certificateText = (body: CertificateBody): string => canonicalJson(body as unknown as Canonical);

export const sha256Hex = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Reads a body back; undefined for what is none. */
export function readCertificate(text: string): CertificateBody | undefined {
  try {
    const body = JSON.parse(text) as CertificateBody;
    return body.format === CERTIFICATE_FORMAT ? body : undefined;
  } catch {
    return undefined;
  }
}

const same = (left: unknown, right: unknown): boolean =>
  canonicalJson((left ?? null) as Canonical) === canonicalJson((right ?? null) as Canonical);

/** One part of a day that is no longer as it was certified; `rows` where the part is a table or a file. */
export type Change = Readonly<{ part: string; rows?: { certified: number; now: number } }>;

/** The parts in which two accounts of a day differ, in a fixed order: state, checks, breaks, releases, inputs. */
export function changesBetween(certified: Facts, now: Facts): Change[] {
  const changes: Change[] = (['state', 'checks', 'breaks', 'releases'] as const)
    .filter((part) => !same(certified[part], now[part]))
    .map((part) => ({ part }));
  const parts = [...new Set([...Object.keys(certified.inputs), ...Object.keys(now.inputs)])].sort();
  for (const part of parts) {
    const [before, after] = [certified.inputs[part], now.inputs[part]];
    if (same(before, after)) continue;
    changes.push({ part, rows: { certified: before?.rows ?? 0, now: after?.rows ?? 0 } });
  }
  return changes;
}
