import { and, asc, eq } from 'drizzle-orm';
import { audit } from '#db/schema/operations.ts';
import { certificate } from '#db/schema/reconciliation.ts';
import { addDays, type PlainDate } from '#server/primitives/calendar.ts';
import type { DomainContext } from '../context.ts';
import { BEGINNING, changesBetween, readCertificate, sha256Hex } from './certificate-body.ts';
import { factsOf } from './certificate-facts.ts';

type Row = typeof certificate.$inferSelect;

/**
 * What is wrong with a certificate or with its day since:
 * `altered`: the certificate's own row is not what was hashed · `chain`: what it follows is not there ·
 * `unrecorded`: the audit trail knows of no such certificate · `removed`: the audit trail knows one that is gone ·
 * `gap`: a day between two others has none · `changed`: a part of the day is not as it was certified.
 */
export type Finding = Readonly<{
  date: PlainDate;
  version: number | null;
  kind: 'altered' | 'chain' | 'unrecorded' | 'removed' | 'gap' | 'changed';
  /** Which column of the certificate, or which part of the day. */
  part: string | null;
  /** Rows of the part, certified and now. */
  rows: { certified: number; now: number } | null;
}>;
export type Verification = Readonly<{
  good: boolean;
  /** Certificates that were looked at, and the newest of them. */
  certificates: number;
  last: { date: PlainDate; version: number; hash: string } | null;
  findings: Finding[];
}>;
export type VerifiedRange = Readonly<{ from?: PlainDate; to?: PlainDate }>;

const finding = (row: { businessDate: PlainDate; version: number | null }, kind: Finding['kind'], part?: string) =>
  ({ date: row.businessDate, version: row.version, kind, part: part ?? null, rows: null }) satisfies Finding;

/** Which columns of a certificate's row are not what its body says. */
function alteredIn(row: Row): Finding[] {
  if (sha256Hex(row.body) !== row.hash) return [finding(row, 'altered', 'hash')];
  const body = readCertificate(row.body);
  if (!body) return [finding(row, 'altered', 'body')];
  const columns = {
    businessDate: body.businessDate === row.businessDate,
    version: body.version === row.version,
    previousHash: body.previousHash === row.previousHash,
    issuedAt: body.issuedAt === row.issuedAt.toISOString(),
  };
  return Object.entries(columns)
    .filter(([, agrees]) => !agrees)
    .map(([column]) => finding(row, 'altered', column));
}

type Recorded = Readonly<{ date: PlainDate; version: number; hash: string }>;

async function recordedIssues(ctx: Pick<DomainContext, 'db'>): Promise<Recorded[]> {
  const rows = await ctx.db
    .select({ details: audit.details })
    .from(audit)
    .where(and(eq(audit.objectType, 'certificate'), eq(audit.verb, 'issueCertificate')))
    .orderBy(asc(audit.at));
  return rows.map(({ details }) => details as Recorded);
}

/** Every certificate follows one that is there, the audit trail knows each with its hash, and no day is left out. */
function chainFindings(rows: readonly Row[], recorded: readonly Recorded[]): Finding[] {
  const key = (date: string, version: number): string => `${date} ${version}`;
  const hashes = new Set(rows.map(({ hash }) => hash)).add(BEGINNING);
  const known = new Map(recorded.map(({ date, version, hash }) => [key(date, version), hash]));
  const here = new Set(rows.map(({ businessDate, version }) => key(businessDate, version)));
  const findings: Finding[] = [];
  for (const row of rows) {
    if (!hashes.has(row.previousHash)) findings.push(finding(row, 'chain', 'previousHash'));
    if (known.get(key(row.businessDate, row.version)) !== row.hash) findings.push(finding(row, 'unrecorded'));
  }
  for (const { date, version } of recorded)
    if (!here.has(key(date, version))) findings.push(finding({ businessDate: date, version }, 'removed'));
  const dates = new Set(rows.map(({ businessDate }) => businessDate));
  const [first, last] = [rows[0]?.businessDate, rows.at(-1)?.businessDate];
  for (let date = first; date && last && date < last; date = addDays(date, 1))
    if (!dates.has(date)) findings.push(finding({ businessDate: date, version: null }, 'gap'));
  return findings;
}

async function changedSince(ctx: Pick<DomainContext, 'db'>, row: Row): Promise<Finding[]> {
  const body = readCertificate(row.body);
  if (!body) return [];
  const facts = await factsOf(ctx.db, row.businessDate);
  return changesBetween(body, facts).map(({ part, rows }) => ({
    ...finding(row, 'changed', part),
    rows: rows ?? null,
  }));
}

/**
 * Holds certificates against themselves, each other, the audit trail, and, for the newest of each date, against the
 * database as it stands. Without a range: all of them. The chain is followed whole; what is found lies in the range.
 */
export async function verifyCertificates(
  ctx: Pick<DomainContext, 'db'>,
  { from, to }: VerifiedRange = {},
): Promise<Verification> {
  const all = await ctx.db.select().from(certificate).orderBy(asc(certificate.businessDate), asc(certificate.version));
  const inRange = ({ date }: { date: PlainDate }): boolean => (!from || date >= from) && (!to || date <= to);
  const rows = all.filter(({ businessDate }) => inRange({ date: businessDate }));
  const findings = chainFindings(all, await recordedIssues(ctx)).filter(inRange);
  for (const [index, row] of rows.entries()) {
    findings.push(...alteredIn(row));
    if (rows[index + 1]?.businessDate !== row.businessDate) findings.push(...(await changedSince(ctx, row)));
  }
  findings.sort((left, right) => (left.date < right.date ? -1 : left.date > right.date ? 1 : 0));
  const last = rows.at(-1);
  return {
    good: findings.length === 0,
    certificates: rows.length,
    last: last ? { date: last.businessDate, version: last.version, hash: last.hash } : null,
    findings,
  };
}
