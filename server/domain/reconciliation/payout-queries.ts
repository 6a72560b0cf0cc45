import { and, desc, eq, inArray, or, sql } from 'drizzle-orm';
import { account } from '#db/schema/accounts.ts';
import { enterprise, member, person } from '#db/schema/people.ts';
import { dayRelease, type ReconciliationState } from '#db/schema/reconciliation.ts';
import { type WithdrawalState, withdrawal } from '#db/schema/withdrawals.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';
import { type Money, sum } from '#server/primitives/money.ts';
import type { DomainContext } from '../context.ts';
import { reconciliationStates } from './queries.ts';

type Ctx = Pick<DomainContext, 'db'>;

const OPEN: readonly WithdrawalState[] = ['held', 'releasing', 'cancelling', 'accepted', 'remitting'];

export type DayReleaseView = Readonly<{
  releaseId: string;
  state: 'asked' | 'released' | 'refused';
  reason: string;
  makerName: string | null;
  madeAt: Date;
  checkerName: string | null;
  checkedAt: Date | null;
}>;
/** A business date that holds withdrawals: what it came to, and what two people have said about it. */
export type PayoutDay = Readonly<{
  date: PlainDate;
  /** Null while nothing of the day has been compared. */
  state: ReconciliationState | null;
  held: number;
  amount: Money;
  release: DayReleaseView | null;
}>;

/** Withdrawals on their way, and the newest that came back; holders masked. */
function payoutRows(ctx: Ctx, limit: number) {
  return ctx.db
    .select({
      withdrawalId: withdrawal.id,
      requestNo: withdrawal.requestNo,
      holder: sql<string | null>`coalesce(${enterprise.name}, ${person.maskedName})`,
      platformUserNo: account.platformUserNo,
      arrival: withdrawal.arrival,
      amount: withdrawal.amount,
      fee: withdrawal.fee,
      state: withdrawal.state,
      heldAt: withdrawal.heldAt,
      heldOn: withdrawal.heldOn,
      acceptedAt: withdrawal.acceptedAt,
      endedAt: withdrawal.endedAt,
      errorCode: withdrawal.errorCode,
      errorMessage: withdrawal.errorMessage,
      returnNo: withdrawal.returnNo,
    })
    .from(withdrawal)
    .innerJoin(account, eq(account.id, withdrawal.accountId))
    .leftJoin(person, eq(person.id, account.personId))
    .leftJoin(enterprise, eq(enterprise.id, account.enterpriseId))
    .where(or(inArray(withdrawal.state, [...OPEN]), eq(withdrawal.state, 'returned')))
    .orderBy(sql`${withdrawal.state} = 'returned'`, desc(withdrawal.heldAt), desc(withdrawal.id))
    .limit(limit);
}

/** What has been asked for each of these dates, the newest that was not refused before the refused. */
async function releasesOf(ctx: Ctx, dates: readonly PlainDate[]): Promise<Map<PlainDate, DayReleaseView>> {
  if (dates.length === 0) return new Map();
  const rows = await ctx.db
    .select({ row: dayRelease, makerName: member.displayName })
    .from(dayRelease)
    .leftJoin(member, eq(member.id, dayRelease.makerId))
    .where(inArray(dayRelease.businessDate, [...dates]))
    .orderBy(sql`${dayRelease.state} = 'refused' desc`, dayRelease.madeAt);
  const checkers = await ctx.db
    .select({ id: member.id, name: member.displayName })
    .from(member)
    .where(and(inArray(member.id, sql`(select checker_id from day_release)`)));
  const nameOf = (id: string | null) => checkers.find((checker) => checker.id === id)?.name ?? null;
  return new Map(
    rows.map(({ row, makerName }) => {
      const { id: releaseId, state, reason, madeAt, checkerId, checkedAt } = row;
      const view = { releaseId, state, reason, makerName, madeAt, checkerName: nameOf(checkerId), checkedAt };
      return [row.businessDate, view];
    }),
  );
}

/** The desk's queue of payouts: by the day that holds them, then what is on its way, then what came back. */
export async function payoutQueue(ctx: Ctx, limit: number) {
  const payouts = await payoutRows(ctx, limit);
  const held = payouts.filter(({ state }) => state === 'held');
  const byDay = Map.groupBy(held, ({ heldOn }) => heldOn);
  const dates = [...byDay.keys()].filter((date) => date !== null).sort();
  const [states, releases] = await Promise.all([reconciliationStates(ctx, dates), releasesOf(ctx, dates)]);
  const days = dates.map((date): PayoutDay => {
    const own = byDay.get(date) ?? [];
    const amount = sum(own.map((one) => one.amount));
    const release = releases.get(date) ?? null;
    return { date, state: states.get(date) ?? null, held: own.length, amount, release };
  });
  return { days, payouts };
}
