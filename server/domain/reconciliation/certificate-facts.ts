import { and, asc, eq, inArray, isNotNull, ne, or, sql } from 'drizzle-orm';
import type { Executor } from '#db/pool.ts';
import { checkResult, correction, dayRelease, reconciliation, reconciliationBreak } from '#db/schema/reconciliation.ts';
import { CHECK_NAMES } from '#server/primitives/break-words.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';
import { fen, minus, toDecimalText } from '#server/primitives/money.ts';
import type {
  CertifiedBreak,
  CertifiedCheck,
  CertifiedCorrection,
  CertifiedRelease,
  Facts,
} from './certificate-body.ts';
import { digestInputs } from './certificate-digests.ts';

type CorrectionRow = typeof correction.$inferSelect;
type BreakRow = typeof reconciliationBreak.$inferSelect;

const moment = (at: Date | null): string | null => at?.toISOString() ?? null;
const instant = (at: Date): string => at.toISOString();

function certifiedCorrection(row: CorrectionRow): CertifiedCorrection {
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    details: row.details,
    reason: row.reason,
    maker: row.makerId,
    madeAt: moment(row.madeAt),
    checker: row.checkerId,
    checkedAt: moment(row.checkedAt),
    appliedAt: moment(row.appliedAt),
    result: row.result,
  };
}

function certifiedBreak(row: BreakRow, corrections: readonly CorrectionRow[]): CertifiedBreak {
  const { instructionId, journalId, accountId, loanId, bidId, file, rowNumber } = row;
  return {
    id: row.id,
    check: row.check,
    kind: row.kind,
    object: row.object,
    ours: row.ours,
    theirs: row.theirs,
    cause: row.cause,
    state: row.state,
    foundAt: instant(row.foundAt),
    resolvedAt: moment(row.resolvedAt),
    altered: corrections.some((made) => made.kind === 'suspense' && made.state === 'applied'),
    evidence: { instructionId, journalId, accountId, loanId, bidId, file, rowNumber },
    corrections: corrections.map(certifiedCorrection),
  };
}

/** Breaks that stand, and those that somebody has put a hand to; what a re-run cleared by itself is only counted. */
async function signedBreaks(db: Executor, date: PlainDate): Promise<CertifiedBreak[]> {
  const ofDay = eq(reconciliationBreak.businessDate, date);
  const handled = sql`exists (select 1 from correction c
    where c.break_id = ${reconciliationBreak.id} and c.maker_id is not null)`;
  const rows = await db
    .select()
    .from(reconciliationBreak)
    .where(and(ofDay, or(ne(reconciliationBreak.state, 'resolved'), handled)))
    .orderBy(asc(reconciliationBreak.id));
  if (rows.length === 0) return [];
  const corrections = await db
    .select()
    .from(correction)
    .where(
      and(
        isNotNull(correction.makerId),
        inArray(correction.breakId, db.select({ id: reconciliationBreak.id }).from(reconciliationBreak).where(ofDay)),
      ),
    )
    .orderBy(asc(correction.id));
  const ofBreak = Map.groupBy(corrections, (made) => made.breakId);
  return rows.map((row) => certifiedBreak(row, ofBreak.get(row.id) ?? []));
}

async function certifiedChecks(db: Executor, date: PlainDate): Promise<CertifiedCheck[]> {
  const results = await db.select().from(checkResult).where(eq(checkResult.businessDate, date));
  const counts = await db
    .select({ check: reconciliationBreak.check, count: sql<number>`count(*)::int` })
    .from(reconciliationBreak)
    .where(eq(reconciliationBreak.businessDate, date))
    .groupBy(reconciliationBreak.check);
  const countOf = new Map(counts.map(({ check, count }) => [check, count]));
  return results
    .sort((left, right) => CHECK_NAMES.indexOf(left.check) - CHECK_NAMES.indexOf(right.check))
    .map(({ check, state, compared, leftFen, rightFen }) => {
      const [left, right] = [fen(leftFen), fen(rightFen)];
      return {
        check,
        state,
        compared,
        left: toDecimalText(left),
        right: toDecimalText(right),
        difference: toDecimalText(minus(left, right)),
        breaks: countOf.get(check) ?? 0,
      };
    });
}

async function certifiedReleases(db: Executor, date: PlainDate): Promise<CertifiedRelease[]> {
  const rows = await db
    .select()
    .from(dayRelease)
    .where(and(eq(dayRelease.businessDate, date), eq(dayRelease.state, 'released')))
    .orderBy(asc(dayRelease.id));
  return rows.map(({ reason, makerId, madeAt, checkerId, checkedAt }) => ({
    reason,
    maker: makerId,
    madeAt: instant(madeAt),
    checker: checkerId,
    checkedAt: moment(checkedAt),
  }));
}

export type CertifiableDay = Readonly<{ state: 'green' | 'signed'; reconciledAt: Date }>;

/** How the reconciliation of a date stands when it can be certified; undefined while it cannot. */
export async function certifiableDay(db: Executor, date: PlainDate): Promise<CertifiableDay | undefined> {
  const [day] = await db.select().from(reconciliation).where(eq(reconciliation.businessDate, date));
  if (day?.state !== 'green' && day?.state !== 'signed') return undefined;
  return { state: day.state, reconciledAt: day.finishedAt };
}

/** Everything a certificate says of a date, from the database as it stands. */
export async function factsOf(db: Executor, date: PlainDate): Promise<Facts> {
  const [day] = await db.select().from(reconciliation).where(eq(reconciliation.businessDate, date));
  return {
    state: day?.state ?? 'incomplete',
    checks: await certifiedChecks(db, date),
    breaks: await signedBreaks(db, date),
    releases: await certifiedReleases(db, date),
    inputs: await digestInputs(db, date),
  };
}

/** Whoever signed something of these facts. */
export function signersOf({ breaks, releases }: Facts): string[] {
  const hands = [...breaks.flatMap(({ corrections }) => corrections), ...releases];
  const ids = hands.flatMap(({ maker, checker }) => [maker, checker]).filter((id) => id !== null);
  return [...new Set(ids)].sort();
}
