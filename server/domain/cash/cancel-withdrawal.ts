import { and, eq } from 'drizzle-orm';
import { type WithdrawalState, withdrawal } from '#db/schema/withdrawals.ts';
import { type Transaction, transaction } from '#db/transaction.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { CustomerActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import { dispatch } from '../custody/dispatch.ts';
import { enqueue } from '../custody/enqueue.ts';
import { newRequestNo } from '../custody/request-no.ts';
import { once } from '../once.ts';
import { moveWithdrawal } from './move-withdrawal.ts';

const ownOf = ({ actor }: DomainContext<CustomerActor>, withdrawalId: Uuid) =>
  actor.accountId ? and(eq(withdrawal.accountId, actor.accountId), eq(withdrawal.id, withdrawalId)) : undefined;

/** The bank is to give it up; from now on nobody lets it go. */
async function giveUp(tx: Transaction, ctx: DomainContext<CustomerActor>, withdrawalId: Uuid) {
  const own = ownOf(ctx, withdrawalId);
  const [row] = own ? await tx.select().from(withdrawal).where(own).for('update') : [];
  if (!row) throw new DomainError('NOT_FOUND', 'no such withdrawal');
  if (row.state !== 'held') throw new DomainError('WITHDRAWAL_UNDER_WAY', `it is ${row.state}`, { state: row.state });
  await moveWithdrawal(tx, ctx, row, 'cancel');
  ctx.failpoint('payout.cancelling');
  const instructionId = await enqueue(tx, ctx, {
    kind: 'cancel-payout',
    service: 'CANCEL_WITHDRAW',
    channel: 'direct',
    requestNo: newRequestNo(ctx),
    accountId: row.accountId,
    subject: { withdrawId: row.instructionId },
    reqData: { preTransactionNo: row.requestNo },
  });
  return { instructionId };
}

/**
 * Gives a withdrawal up that waits for its day end: its money is available again once the bank has said so.
 * @returns where it then stands: cancelled, or cancelling while the bank has not answered
 * @throws DomainError NOT_FOUND, WITHDRAWAL_UNDER_WAY (state) once it is being let go or has ended, REQUEST_ID_REUSED
 */
export async function cancelWithdrawal(
  ctx: DomainContext<CustomerActor>,
  input: { requestId: Uuid; withdrawalId: Uuid },
): Promise<{ state: WithdrawalState }> {
  const { requestId, withdrawalId } = input;
  const { instructionId } = await transaction(ctx, (tx) =>
    once(tx, ctx, { requestId, verb: 'cancel-withdrawal', input: { withdrawalId } }, () =>
      giveUp(tx, ctx, withdrawalId),
    ),
  );
  await dispatch(ctx, instructionId);
  const [now] = await ctx.db.select({ state: withdrawal.state }).from(withdrawal).where(ownOf(ctx, withdrawalId));
  return { state: now?.state ?? 'cancelling' };
}
