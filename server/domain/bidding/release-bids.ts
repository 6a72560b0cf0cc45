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
import type { Loan } from '../loan/move-loan.ts';
import { findReleases, type ReleasedBid } from './find-releases.ts';
import { bidMachine } from './states.ts';

/**
 * Asks the bank to give the frozen money of bids back, or about money that it has given back by itself with the
 * project. The loan is locked. @returns the ids of the instructions
 */
export function cancelFreezes(
  tx: Transaction,
  ctx: DomainContext,
  loan: Pick<Loan, 'id' | 'projectStatus'>,
  bids: readonly ReleasedBid[],
): Promise<Uuid[]> {
  if (loan.projectStatus === 'MISCARRY') return findReleases(tx, ctx, loan.id, bids);
  return enqueueMany(
    tx,
    ctx,
    bids.map((released) => ({
      kind: 'release-bid',
      service: 'CANCEL_PRE_TRANSACTION',
      channel: 'direct',
      requestNo: newRequestNo(ctx),
      accountId: released.investorAccountId,
      loanId: loan.id,
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
  const [lowered] = await tx
    .update(loan)
    .set({ frozen: sql`${loan.frozen} - ${total.toString()}::bigint` })
    .where(sql`${loan.id} = ${loanId}`)
    .returning({ id: loan.id, projectStatus: loan.projectStatus });
  if (!lowered) throw new DomainError('NOT_FOUND', 'no such loan');
  return cancelFreezes(
    tx,
    ctx,
    lowered,
    released.sort((left, right) => (left.id < right.id ? -1 : 1)),
  );
}
