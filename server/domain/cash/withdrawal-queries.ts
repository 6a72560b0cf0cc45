import { and, desc, eq } from 'drizzle-orm';
import { reconciliation } from '#db/schema/reconciliation.ts';
import { withdrawal } from '#db/schema/withdrawals.ts';
import { addDays, type PlainDate } from '#server/primitives/calendar.ts';
import { minus } from '#server/primitives/money.ts';
import type { CustomerActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';

const stations = {
  withdrawalId: withdrawal.id,
  instructionId: withdrawal.instructionId,
  requestNo: withdrawal.requestNo,
  arrival: withdrawal.arrival,
  amount: withdrawal.amount,
  fee: withdrawal.fee,
  state: withdrawal.state,
  createdAt: withdrawal.createdAt,
  heldAt: withdrawal.heldAt,
  heldOn: withdrawal.heldOn,
  acceptedAt: withdrawal.acceptedAt,
  remittedAt: withdrawal.remittedAt,
  endedAt: withdrawal.endedAt,
  errorCode: withdrawal.errorCode,
  errorMessage: withdrawal.errorMessage,
};

type Open = Readonly<{ state: string; arrival: string; heldOn: PlainDate | null; acceptedOn: PlainDate | null }>;

/** When the card is to have one that is on its way: the morning after it was let go. Null once it has ended. */
function arrivesOn({ state, arrival, heldOn, acceptedOn }: Open): PlainDate | null {
  if (['succeeded', 'failed', 'cancelled', 'returned'].includes(state) || heldOn === null) return null;
  if (arrival === 'same-day') return heldOn;
  return acceptedOn === null ? addDays(heldOn, 2) : addDays(acceptedOn, 1);
}

/**
 * The actor's withdrawals, newest first, station by station; `arrivesOn` of those on their way, and `dayState` what
 * the reconciliation of the day came to on which the bank took it in: a red one holds it.
 */
export async function withdrawalsOf(ctx: Pick<DomainContext<CustomerActor>, 'db' | 'actor'>, limit: number) {
  if (!ctx.actor.accountId) return [];
  const rows = await ctx.db
    .select({ ...stations, acceptedOn: withdrawal.acceptedOn, dayState: reconciliation.state })
    .from(withdrawal)
    .leftJoin(reconciliation, and(eq(reconciliation.businessDate, withdrawal.heldOn), eq(withdrawal.state, 'held')))
    .where(eq(withdrawal.accountId, ctx.actor.accountId))
    .orderBy(desc(withdrawal.createdAt), desc(withdrawal.id))
    .limit(limit);
  return rows.map((row) => ({ ...row, cardGets: minus(row.amount, row.fee), arrivesOn: arrivesOn(row) }));
}
