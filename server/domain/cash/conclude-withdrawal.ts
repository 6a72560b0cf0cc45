import { and, eq, isNull } from 'drizzle-orm';
import { withdrawal } from '#db/schema/withdrawals.ts';
import type { Transaction } from '#db/transaction.ts';
import { toWireTimestamp } from '#server/primitives/calendar.ts';
import { type Uuid, uuid } from '#server/primitives/ids.ts';
import type { Conclude, HearMore, Instruction } from '../custody/conclude.ts';
import { textOf } from '../custody/verdict.ts';
import { advanceWithdrawal } from './advance-withdrawal.ts';
import { lockWithdrawal, moveWithdrawal, type Withdrawal } from './move-withdrawal.ts';

async function lockOwn(tx: Transaction, instructionId: Uuid): Promise<Withdrawal> {
  const row = await lockWithdrawal(tx, instructionId);
  if (!row) throw new Error('an instruction without its withdrawal');
  return row;
}

/** The withdrawal that an instruction about it names. */
const subjectOf = (tx: Transaction, { subject }: Instruction): Promise<Withdrawal> =>
  lockOwn(tx, uuid(String(subject.withdrawId)));

/** The bank has taken it in and holds its money, or the customer has left the bank's page. */
export const concludeWithdraw: Conclude = async (tx, ctx, instruction, outcome) => {
  const row = await lockOwn(tx, instruction.id);
  if (outcome.kind === 'succeeded') {
    await advanceWithdrawal(tx, ctx, row, outcome.record);
    return;
  }
  const { errorCode, errorMessage } = outcome;
  await moveWithdrawal(tx, ctx, row, 'fail', { change: { errorCode, errorMessage, endedAt: ctx.now() } });
};

/** The bank lets it go, or has given it up; refused, the bank is asked where it stands. */
export const concludeReleaseOrCancel: Conclude = async (tx, ctx, instruction, outcome) => {
  const row = await subjectOf(tx, instruction);
  if (outcome.kind === 'succeeded') {
    await advanceWithdrawal(tx, ctx, row, outcome.record);
    return;
  }
  if (row.state !== 'releasing' && row.state !== 'cancelling') return;
  const { errorCode, errorMessage } = outcome;
  await moveWithdrawal(tx, ctx, row, 'stay', { change: { errorCode, errorMessage, askedAt: null } });
};

/** The bank has held it back, and its money is the holder's again. Refused, it has left, or ended already. */
export const concludeIntercept: Conclude = async (tx, ctx, instruction, outcome) => {
  if (outcome.kind === 'failed') return;
  const row = await subjectOf(tx, instruction);
  const completedTime = toWireTimestamp(outcome.at);
  const back = { withdrawStatus: 'FAIL', rollbackType: 'INTERCEPT', completedTime, transactionTime: completedTime };
  await advanceWithdrawal(tx, ctx, row, back);
};

/**
 * What the bank tells of a withdrawal after it has taken it in: that it has left, arrived, failed or come back, and
 * under which number of its own.
 */
export const hearOfWithdrawal: HearMore = async (tx, ctx, instruction, record) => {
  if (instruction.service !== 'WITHDRAW') return;
  const row = await lockWithdrawal(tx, instruction.id);
  if (!row) return;
  await advanceWithdrawal(tx, ctx, row, record);
  const returnNo = textOf(record, 'rollbackType') === undefined ? undefined : textOf(record, 'requestNo');
  if (returnNo === undefined) return;
  const unnumbered = and(eq(withdrawal.instructionId, instruction.id), isNull(withdrawal.returnNo));
  await tx.update(withdrawal).set({ returnNo }).where(unnumbered);
};
