import { and, asc, desc, eq, gte, inArray, isNull, ne, type SQL, sql } from 'drizzle-orm';
import {
  type BreakKind,
  type BreakState,
  type CheckName,
  correction,
  reconciliationBreak,
} from '#db/schema/reconciliation.ts';
import { businessDateOf, daysBetween, type PlainDate } from '#server/primitives/calendar.ts';
import { fen, type Money } from '#server/primitives/money.ts';
import type { DomainContext } from '../context.ts';
import type { FoundBreak } from './remedy.ts';

export type BreakFilter = Readonly<{
  date?: PlainDate;
  check?: CheckName;
  kind?: BreakKind;
  cause?: string;
  /** `open` is everything that is not resolved. */
  state: BreakState | 'open' | 'all';
  /** Breaks of at least this difference. */
  atLeast?: Money;
  sort: 'age' | 'amount';
  limit: number;
}>;

export type ListedBreak = Readonly<
  Pick<
    FoundBreak,
    'id' | 'businessDate' | 'check' | 'kind' | 'object' | 'ours' | 'theirs' | 'cause' | 'state' | 'foundAt'
  >
> &
  Readonly<{
    /** What is at stake: the difference of both values, or the one there is. Null where it is not about money. */
    amount: Money | null;
    ageDays: number;
    /** The correction that is proposed, made or approved. */
    correction: Pick<typeof correction.$inferSelect, 'id' | 'kind' | 'state' | 'makerId'> | null;
  }>;

const amountAtStake = sql`abs(coalesce(${reconciliationBreak.ourFen}, 0) - coalesce(${reconciliationBreak.theirFen}, 0))`;

/** What is at stake in a break. */
export const stakeOf = ({ ourFen, theirFen }: Pick<FoundBreak, 'ourFen' | 'theirFen'>): Money | null => {
  if (ourFen === null && theirFen === null) return null;
  const difference = (ourFen ?? 0n) - (theirFen ?? 0n);
  return fen(difference < 0n ? -difference : difference);
};

function whereOf(filter: BreakFilter): SQL | undefined {
  const { state, atLeast } = filter;
  return and(
    filter.date && eq(reconciliationBreak.businessDate, filter.date),
    filter.check && eq(reconciliationBreak.check, filter.check),
    filter.kind && eq(reconciliationBreak.kind, filter.kind),
    filter.cause ? eq(reconciliationBreak.cause, filter.cause) : undefined,
    state === 'open' ? ne(reconciliationBreak.state, 'resolved') : undefined,
    state !== 'open' && state !== 'all' ? eq(reconciliationBreak.state, state) : undefined,
    atLeast === undefined ? undefined : gte(amountAtStake, sql`${atLeast.toString()}::bigint`),
  );
}

/** The breaks that a filter leaves, the oldest or the largest first, with the correction under way; and how many. */
export async function breakList(
  ctx: Pick<DomainContext, 'db' | 'businessDate'>,
  filter: BreakFilter,
): Promise<{ breaks: ListedBreak[]; total: number }> {
  const where = whereOf(filter);
  const order =
    filter.sort === 'age' ? [asc(reconciliationBreak.businessDate), desc(amountAtStake)] : [desc(amountAtStake)];
  const rows = await ctx.db
    .select({ found: reconciliationBreak, correction })
    .from(reconciliationBreak)
    .leftJoin(
      correction,
      and(eq(correction.breakId, reconciliationBreak.id), inArray(correction.state, ['proposed', 'made', 'approved'])),
    )
    .where(where)
    .orderBy(...order, asc(reconciliationBreak.id))
    .limit(filter.limit);
  const breaks = rows.map(({ found, correction: under }): ListedBreak => {
    const { id, businessDate, check, kind, object, ours, theirs, cause, state, foundAt } = found;
    const ageDays = daysBetween(businessDateOf(foundAt), ctx.businessDate);
    const facts = { id, businessDate, check, kind, object, ours, theirs, cause, state, foundAt };
    return { ...facts, ageDays, amount: stakeOf(found), correction: under };
  });
  return { breaks, total: await ctx.db.$count(reconciliationBreak, where) };
}

/** How many breaks are open, and how many corrections wait for a second person. */
export async function deskCounts(ctx: Pick<DomainContext, 'db'>): Promise<{ open: number; waiting: number }> {
  return {
    open: await ctx.db.$count(reconciliationBreak, isNull(reconciliationBreak.resolvedAt)),
    waiting: await ctx.db.$count(correction, eq(correction.state, 'made')),
  };
}
