import { and, eq, sql } from 'drizzle-orm';
import { account, journal, receivable } from '#db/schema/accounts.ts';
import { instruction } from '#db/schema/custody.ts';
import type { Transaction } from '#db/transaction.ts';
import { fromWireTimestamp } from '#server/primitives/calendar.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { fromDecimalText, greater, type Money, minus, toDecimalText, ZERO } from '#server/primitives/money.ts';
import { recordAudit } from '../audit.ts';
import type { DomainContext } from '../context.ts';
import { requestOf } from '../custody/ask-bank.ts';
import type { Instruction, TakeBack } from '../custody/conclude.ts';
import { enqueue } from '../custody/enqueue.ts';
import type { WireRecord } from '../custody/gateway.ts';
import { contradictionOf, textOf, transactionTimeOf } from '../custody/verdict.ts';
import { CHART } from '../ledger/chart.ts';
import { type Posting, post } from '../ledger/post.ts';

/** What the bank took from whom: `made` is what the risk reserve stood in for, the rest the member still had. */
type Reversal = Readonly<{ at: Date; amount: Money; made: Money; transferNo: string | undefined }>;

/**
 * Reads a reversal out of the bank's record. A bank that does not say who paid has taken what our books say that the
 * member still had; the night's balances tell when that was wrong.
 */
function reversalIn(record: WireRecord, amount: Money, available: Money, now: Date): Reversal {
  const reversedTime = textOf(record, 'reversedTime');
  const compensated = textOf(record, 'compensatedAmount');
  const stated = reversedTime !== undefined;
  return {
    at: stated ? fromWireTimestamp(reversedTime) : (transactionTimeOf(record) ?? now),
    amount,
    made: stated ? fromDecimalText(compensated ?? '0') : greater(ZERO, minus(amount, available)),
    transferNo: textOf(record, 'compensationRequestNo'),
  };
}

/** The bank's own transfer from the risk reserve, written down under its number as done. */
async function adoptTransfer(
  tx: Transaction,
  ctx: DomainContext,
  recharge: Instruction,
  { transferNo, made, at }: Reversal,
): Promise<Uuid> {
  if (transferNo === undefined) return recharge.id;
  const amount = toDecimalText(made);
  const id = await enqueue(tx, ctx, {
    kind: 'make-good',
    service: 'SYNC_TRANSACTION',
    channel: 'direct',
    requestNo: transferNo,
    accountId: recharge.accountId,
    subject: { amount, rechargeId: recharge.id },
    reqData: { tradeType: 'FUNDS_TRANSFER', amount },
  });
  await tx
    .update(instruction)
    .set({ state: 'succeeded', sentAt: at, concludedAt: ctx.now(), transactionAt: at })
    .where(eq(instruction.id, id));
  await recordAudit(tx, ctx, {
    verb: 'adopt-make-good',
    objectType: 'instruction',
    objectId: id,
    fromState: 'created',
    toState: 'succeeded',
    details: { amount },
  });
  return id;
}

/** What the risk reserve paid in his place is the member's debt from now on. */
async function openReceivable(tx: Transaction, ctx: DomainContext, accountId: Uuid, of: Uuid, made: Money) {
  const id = ctx.newId();
  await tx.insert(receivable).values({
    accountId,
    id,
    instructionId: of,
    amount: made,
    state: 'open',
    createdAt: ctx.now(),
  });
  await tx
    .update(account)
    .set({ owed: sql`${account.owed} + ${made.toString()}::bigint` })
    .where(eq(account.id, accountId));
  await recordAudit(tx, ctx, {
    verb: 'open-receivable',
    objectType: 'receivable',
    objectId: id,
    toState: 'open',
    reason: 'the channel took a recharge back that had been spent',
    details: { accountId, amount: toDecimalText(made) },
  });
}

async function writeDown(
  tx: Transaction,
  ctx: DomainContext,
  recharge: Instruction,
  accountId: Uuid,
  reversal: Reversal,
) {
  const { at: occurredAt, amount, made } = reversal;
  const held = { accountId, bucket: 'available' } as const;
  const lines: Posting[] = [];
  if (made > 0n) {
    const instructionId = await adoptTransfer(tx, ctx, recharge, reversal);
    lines.push({
      kind: 'FUNDS_TRANSFER',
      instructionId,
      lineNumber: instructionId === recharge.id ? 3 : 1,
      amount: made,
      occurredAt,
      source: { accountId: CHART.compensation.id, bucket: 'available' },
      target: held,
    });
  }
  lines.push({
    kind: 'RECHARGE_REVERSED',
    instructionId: recharge.id,
    lineNumber: 2,
    amount,
    occurredAt,
    source: held,
    target: { accountId: CHART.channels.id, bucket: 'available' },
  });
  await post(tx, ctx, lines);
  // Of one platform account to another nothing is owed: finance moves it back.
  if (made > 0n && recharge.kind === 'recharge') await openReceivable(tx, ctx, accountId, recharge.id, made);
  await recordAudit(tx, ctx, {
    verb: 'reverse-recharge',
    objectType: 'account',
    objectId: accountId,
    details: { instructionId: recharge.id, amount: toDecimalText(amount), fromReserve: toDecimalText(made) },
  });
  ctx.failpoint('recharge.reversing');
}

/**
 * The channel has taken a recharge back that had succeeded. The member gives what he still has, the risk reserve the
 * rest, and that rest becomes a receivable: available → channels, and before it reserve → available. Posted once,
 * however often the bank says it; never a negative balance.
 * @returns false for anything that is no recharge: nothing is taken back
 * @throws DomainError CONFLICT while our books lack what the bank has taken: other words of the bank are on their way,
 * and this one comes again
 */
export const reverseRecharge: TakeBack = async (tx, ctx, recharge, record) => {
  const { accountId } = recharge;
  if ((recharge.kind !== 'recharge' && recharge.kind !== 'top-up') || accountId === null) return false;
  if (contradictionOf(await requestOf(ctx, recharge), record) !== undefined) return false;
  const [held] = await tx
    .select({ available: account.available, reserved: account.reserved })
    .from(account)
    .where(eq(account.id, accountId))
    .for('update');
  if (!held) throw new Error('a recharge without account');
  const posted = and(eq(journal.instructionId, recharge.id), eq(journal.kind, 'RECHARGE_REVERSED'));
  const [before] = await tx.select({ id: journal.id }).from(journal).where(posted);
  if (before) return true;
  const free = minus(held.available, held.reserved);
  const reversal = reversalIn(record, fromDecimalText(String(recharge.subject.amount)), free, ctx.now());
  if (minus(reversal.amount, reversal.made) > free)
    throw new DomainError('CONFLICT', 'the bank took more than our books hold: they have not caught up');
  await writeDown(tx, ctx, recharge, accountId, reversal);
  return true;
};
