import { eq } from 'drizzle-orm';
import { account } from '#db/schema/accounts.ts';
import { withdrawal } from '#db/schema/withdrawals.ts';
import type { Transaction } from '#db/transaction.ts';
import { businessDateOf, fromWireTimestamp } from '#server/primitives/calendar.ts';
import { DomainError } from '#server/primitives/errors.ts';
import { minus } from '#server/primitives/money.ts';
import type { DomainContext } from '../context.ts';
import type { WireRecord } from '../custody/gateway.ts';
import { textOf } from '../custody/verdict.ts';
import { post } from '../ledger/post.ts';
import { moveWithdrawal, type Withdrawal, type WithdrawalChange } from './move-withdrawal.ts';
import { cancelledLines, heldLines, paidLines, returnedLines } from './withdrawal-postings.ts';
import { type WithdrawalEvent, withdrawalMachine } from './withdrawal-states.ts';

/** A word of the bank about a withdrawal: where it stands, and when it came to each station. */
type Step = (tx: Transaction, ctx: DomainContext, row: Withdrawal, record: WireRecord) => Promise<Withdrawal>;

function momentIn(ctx: DomainContext, record: WireRecord, ...fields: readonly string[]): Date {
  const text = fields.map((field) => textOf(record, field)).find((value) => value !== undefined);
  return text === undefined ? ctx.now() : fromWireTimestamp(text);
}

const wordsIn = (record: WireRecord): WithdrawalChange => ({
  errorCode: textOf(record, 'rollbackType') ?? textOf(record, 'errorCode') ?? null,
  errorMessage: textOf(record, 'errorMessage') ?? null,
});
const NO_WORDS = { errorCode: null, errorMessage: null } as const;

const ended = (at: Date): WithdrawalChange => ({ endedAt: at, endedOn: businessDateOf(at) });

/** @throws DomainError CONFLICT while our books lack what the bank has taken: other words of it are on their way */
async function requireCovered(tx: Transaction, { accountId, amount }: Withdrawal): Promise<void> {
  const held = { available: account.available, reserved: account.reserved };
  const [row] = await tx.select(held).from(account).where(eq(account.id, accountId)).for('update');
  if (!row || minus(row.available, row.reserved) < amount)
    throw new DomainError('CONFLICT', 'the bank holds more than our books have: they have not caught up');
}

const STEPS: Partial<Record<WithdrawalEvent, Step>> = {
  hold: async (tx, ctx, row, record) => {
    const heldAt = momentIn(ctx, record, 'createTime', 'transactionTime');
    await requireCovered(tx, row);
    await post(tx, ctx, heldLines(row, heldAt));
    return moveWithdrawal(tx, ctx, row, 'hold', { change: { heldAt, heldOn: businessDateOf(heldAt) } });
  },
  accept: async (tx, ctx, row, record) => {
    const acceptedAt = momentIn(ctx, record, 'transactionTime');
    const change = { ...NO_WORDS, acceptedAt, acceptedOn: businessDateOf(acceptedAt), askedAt: null };
    return moveWithdrawal(tx, ctx, row, 'accept', { change });
  },
  remit: async (tx, ctx, row, record) =>
    moveWithdrawal(tx, ctx, row, 'remit', { change: { remittedAt: momentIn(ctx, record, 'remitTime') } }),
  pay: async (tx, ctx, row, record) => {
    const at = momentIn(ctx, record, 'completedTime', 'remitTime');
    const remittedAt = row.remittedAt ?? momentIn(ctx, record, 'remitTime');
    await post(tx, ctx, paidLines(row, at));
    return moveWithdrawal(tx, ctx, row, 'pay', { change: { ...NO_WORDS, ...ended(at), remittedAt } });
  },
  'give-back': async (tx, ctx, row, record) => {
    const at = momentIn(ctx, record, 'completedTime');
    await post(tx, ctx, cancelledLines(row, at));
    return moveWithdrawal(tx, ctx, row, 'give-back', { change: { ...wordsIn(record), ...ended(at) } });
  },
  return: async (tx, ctx, row, record) => {
    const at = momentIn(ctx, record, 'completedTime');
    await post(tx, ctx, returnedLines(row, at));
    return moveWithdrawal(tx, ctx, row, 'return', { change: { ...wordsIn(record), ...ended(at) } });
  },
};

/** The way to each station of the bank; what a withdrawal has behind it is passed over. */
const WAYS: Readonly<Record<string, readonly WithdrawalEvent[]>> = {
  CONFIRMING: ['hold'],
  ACCEPT: ['hold', 'accept'],
  REMITING: ['hold', 'accept', 'remit'],
  SUCCESS: ['hold', 'accept', 'remit', 'pay'],
  FAIL: ['hold', 'accept', 'return'],
  ACCEPT_FAIL: ['hold', 'give-back'],
};

/** A remittance that has failed is over when its money is back, not before. */
const isOnItsWayBack = (record: WireRecord): boolean =>
  textOf(record, 'rollbackType') === undefined && textOf(record, 'backRollStatus') !== 'SUCCESS';

/**
 * Brings a locked withdrawal to where the bank says that it stands, every station on the way with its postings, dated
 * by the bank. Old words change nothing, repeated ones neither. A failed remittance counts as returned once the bank
 * says that its money is back, by its record or by BACKROLL_RECHARGE.
 * @param record a WITHDRAW notify, its record in a query, or a BACKROLL_RECHARGE notify with the withdrawal's station
 * @returns the row as it then stands
 * @throws DomainError CONFLICT while our books lack what the bank has taken
 */
export async function advanceWithdrawal(
  tx: Transaction,
  ctx: DomainContext,
  row: Withdrawal,
  record: WireRecord,
): Promise<Withdrawal> {
  const station = textOf(record, 'withdrawStatus') ?? textOf(record, 'status') ?? '';
  const returning = station === 'FAIL' && isOnItsWayBack(record);
  let now = row;
  for (const event of WAYS[station] ?? []) {
    const arrows: Partial<Record<WithdrawalEvent, string>> = withdrawalMachine[now.state];
    const step = STEPS[event];
    if (step === undefined || arrows[event] === undefined || (event === 'return' && returning)) continue;
    now = await step(tx, ctx, now, record);
  }
  if (!returning || now.errorCode !== null) return now;
  // It is asked about at once, whatever its station, until its money is back.
  const change = { ...wordsIn(record), askedAt: null };
  await tx.update(withdrawal).set(change).where(eq(withdrawal.instructionId, row.instructionId));
  return now;
}
