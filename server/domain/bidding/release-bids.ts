import { sql } from 'drizzle-orm';
import { arrayOf } from '#db/arrays.ts';
import { bid, loan } from '#db/schema/loans.ts';
import type { Transaction } from '#db/transaction.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { fen, sum, toDecimalText } from '#server/primitives/money.ts';
import type { DomainContext } from '../context.ts';
import { enqueueMany } from '../custody/enqueue.ts';
import { newRequestNo } from '../custody/request-no.ts';
import { bidMachine } from './states.ts';

type ReleasedBid = Pick<typeof bid.$inferSelect, 'id' | 'amount' | 'freezeRequestNo' | 'investorAccountId'>;

/** Asks the bank to give the frozen money of bids back. The loan is locked. @returns the ids of the instructions */
export function cancelFreezes(
  tx: Transaction,
  ctx: DomainContext,
  loanId: Uuid,
  bids: readonly ReleasedBid[],
): Promise<Uuid[]> {
  return enqueueMany(
    tx,
    ctx,
    bids.map((released) => ({
      kind: 'release-bid',
      service: 'CANCEL_PRE_TRANSACTION',
      channel: 'direct',
      requestNo: newRequestNo(ctx),
      accountId: released.investorAccountId,
      loanId,
      bidId: released.id,
      reqData: { preTransactionNo: released.freezeRequestNo, amount: toDecimalText(released.amount) },
    })),
  );
}

/**
 * Lets frozen bids of a locked loan go: they no longer count as frozen, and the bank is asked to give the money back.
 * They hold their place on the loan until it has.
 * @param only these bids; all frozen ones when absent
 * @returns the ids of the instructions
 * @throws DomainError CONFLICT when one of `only` is not frozen.
 */
export async function releaseBids(
  tx: Transaction,
  ctx: DomainContext,
  loanId: Uuid,
  only?: readonly Uuid[],
): Promise<Uuid[]> {
  const chosen = only ? sql`and ${bid.id} = any(${arrayOf('uuid', only)})` : sql``;
  const released = await tx
    .update(bid)
    .set({ state: bidMachine.frozen.release })
    .where(sql`${bid.loanId} = ${loanId} and ${bid.state} = 'frozen' ${chosen}`)
    .returning();
  if (only && released.length < only.length) throw new DomainError('CONFLICT', 'the bid is not frozen');
  if (released.length === 0) return [];
  const total = fen(sum(released.map(({ amount }) => amount)));
  await tx
    .update(loan)
    .set({ frozen: sql`${loan.frozen} - ${total.toString()}::bigint` })
    .where(sql`${loan.id} = ${loanId}`);
  return cancelFreezes(
    tx,
    ctx,
    loanId,
    released.sort((left, right) => (left.id < right.id ? -1 : 1)),
  );
}
