import { and, eq, notInArray, sql } from 'drizzle-orm';
import { instruction } from '#db/schema/custody.ts';
import { type WithdrawalState, withdrawal } from '#db/schema/withdrawals.ts';
import { type Transaction, transaction } from '#db/transaction.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { AdminActor } from '../actors.ts';
import { recordAudit } from '../audit.ts';
import type { DomainContext } from '../context.ts';
import { dispatch } from '../custody/dispatch.ts';
import { enqueue } from '../custody/enqueue.ts';
import { newRequestNo } from '../custody/request-no.ts';
import { once } from '../once.ts';
import type { Withdrawal } from './move-withdrawal.ts';

export type Intercept = Readonly<{ requestId: Uuid; withdrawalId: Uuid; reason: string }>;

async function requireInterceptable(tx: Transaction, withdrawalId: Uuid): Promise<Withdrawal> {
  const [row] = await tx.select().from(withdrawal).where(eq(withdrawal.id, withdrawalId)).for('update');
  if (!row) throw new DomainError('NOT_FOUND', 'no such withdrawal');
  if (row.state !== 'accepted' || row.arrival !== 'next-day')
    throw new DomainError('WITHDRAWAL_UNDER_WAY', 'only what has been let go and has not left', { state: row.state });
  const live = and(
    ...[eq(instruction.accountId, row.accountId), eq(instruction.kind, 'intercept-payout')],
    ...[notInArray(instruction.state, ['succeeded', 'failed'])],
    sql`${instruction.subject}->>'withdrawId' = ${row.instructionId}`,
  );
  const [underWay] = await tx.select({ id: instruction.id }).from(instruction).where(live).limit(1);
  if (underWay) throw new DomainError('CONFLICT', 'it is being intercepted already');
  return row;
}

/**
 * Holds a payout back that has been let go and has not left the bank: its money goes back to its holder with the fee.
 * One person may: nothing leaves by it. Never for a same-day payout, which leaves at once.
 * @returns where it then stands: returned, or as it was while the bank has not answered or has refused
 * @throws DomainError NOT_FOUND, INPUT_INVALID (reason), WITHDRAWAL_UNDER_WAY (state), CONFLICT, REQUEST_ID_REUSED
 */
export async function interceptWithdrawal(
  ctx: DomainContext<AdminActor>,
  { requestId, withdrawalId, reason }: Intercept,
): Promise<{ state: WithdrawalState }> {
  if (reason.trim() === '') throw new DomainError('INPUT_INVALID', 'an interception has a reason', { field: 'reason' });
  const { instructionId } = await transaction(ctx, (tx) =>
    once(tx, ctx, { requestId, verb: 'intercept-withdrawal', input: { withdrawalId, reason } }, async () => {
      const row = await requireInterceptable(tx, withdrawalId);
      const id = await enqueue(tx, ctx, {
        kind: 'intercept-payout',
        service: 'INTERCEPT_WITHDRAW',
        channel: 'direct',
        requestNo: newRequestNo(ctx),
        accountId: row.accountId,
        subject: { withdrawId: row.instructionId },
        reqData: { withdrawRequestNo: row.requestNo },
      });
      await recordAudit(tx, ctx, {
        verb: 'intercept-withdrawal',
        objectType: 'withdrawal',
        objectId: row.id,
        reason,
        details: { instructionId: id },
      });
      return { instructionId: id };
    }),
  );
  await dispatch(ctx, instructionId);
  const [now] = await ctx.db
    .select({ state: withdrawal.state })
    .from(withdrawal)
    .where(eq(withdrawal.id, withdrawalId));
  return { state: now?.state ?? 'accepted' };
}
