import { and, asc, desc, gte, inArray, lt, ne, sql } from 'drizzle-orm';
import { dayRun, type RunState } from '#db/schema/operations.ts';
import {
  type CheckName,
  type CheckState,
  certificate,
  checkResult,
  type ReconciliationState,
  reconciliationBreak,
} from '#db/schema/reconciliation.ts';
import { CHECK_NAMES } from '#server/primitives/break-words.ts';
import { addMonths, type PlainDate } from '#server/primitives/calendar.ts';
import type { DomainContext } from '../context.ts';
import { reconciliationStates } from './queries.ts';

/** One check of one day; null where it has not been made. */
export type MatrixCell = Readonly<{ check: CheckName; state: CheckState | null; breaks: number }>;
export type MatrixDay = Readonly<{
  date: PlainDate;
  run: RunState;
  reconciliation: ReconciliationState | null;
  cells: MatrixCell[];
  certificate: { version: number; hash: string } | null;
}>;
export type Matrix = Readonly<{
  /** The first day of the month. */
  month: PlainDate;
  /** Neighbouring months in which there are days; null beyond them. */
  previous: PlainDate | null;
  next: PlainDate | null;
  checks: readonly CheckName[];
  days: MatrixDay[];
}>;

type Ctx = Pick<DomainContext, 'db'>;

async function openBreaks(ctx: Ctx, dates: readonly PlainDate[]): Promise<Map<string, number>> {
  const rows = await ctx.db
    .select({
      date: reconciliationBreak.businessDate,
      check: reconciliationBreak.check,
      count: sql<number>`count(*)::int`,
    })
    .from(reconciliationBreak)
    .where(and(inArray(reconciliationBreak.businessDate, [...dates]), ne(reconciliationBreak.state, 'resolved')))
    .groupBy(reconciliationBreak.businessDate, reconciliationBreak.check);
  return new Map(rows.map(({ date, check, count }) => [`${date} ${check}`, count]));
}

async function newestCertificates(
  ctx: Ctx,
  dates: readonly PlainDate[],
): Promise<Map<PlainDate, MatrixDay['certificate']>> {
  const rows = await ctx.db
    .select({ date: certificate.businessDate, version: certificate.version, hash: certificate.hash })
    .from(certificate)
    .where(inArray(certificate.businessDate, [...dates]))
    .orderBy(asc(certificate.version));
  return new Map(rows.map(({ date, version, hash }) => [date, { version, hash }]));
}

async function daysOf(ctx: Ctx, runs: readonly (typeof dayRun.$inferSelect)[]): Promise<MatrixDay[]> {
  const dates = runs.map(({ businessDate }) => businessDate);
  if (dates.length === 0) return [];
  const results = await ctx.db.select().from(checkResult).where(inArray(checkResult.businessDate, dates));
  const stateOf = new Map(results.map(({ businessDate, check, state }) => [`${businessDate} ${check}`, state]));
  const [states, breaks, certificates] = await Promise.all([
    reconciliationStates(ctx, dates),
    openBreaks(ctx, dates),
    newestCertificates(ctx, dates),
  ]);
  return runs.map(({ businessDate: date, state: run }) => ({
    date,
    run,
    reconciliation: states.get(date) ?? null,
    cells: CHECK_NAMES.map((check) => ({
      check,
      state: stateOf.get(`${date} ${check}`) ?? null,
      breaks: breaks.get(`${date} ${check}`) ?? 0,
    })),
    certificate: certificates.get(date) ?? null,
  }));
}

/** The checks of each day of the month that `day` lies in, newest day first. */
export async function checksOfMonth(ctx: Ctx, day: PlainDate): Promise<Matrix> {
  const month = `${day.slice(0, 7)}-01` as PlainDate;
  const after = addMonths(month, 1);
  const ofMonth = and(gte(dayRun.businessDate, month), lt(dayRun.businessDate, after));
  const runs = await ctx.db.select().from(dayRun).where(ofMonth).orderBy(desc(dayRun.businessDate));
  const [around] = await ctx.db.execute<{ before: boolean; after: boolean }>(sql`
    select exists (select 1 from ${dayRun} where business_date < ${month}::date) as before,
      exists (select 1 from ${dayRun} where business_date >= ${after}::date) as after`);
  return {
    month,
    previous: around?.before ? addMonths(month, -1) : null,
    next: around?.after ? after : null,
    checks: CHECK_NAMES,
    days: await daysOf(ctx, runs),
  };
}
