import { and, eq, sql } from 'drizzle-orm';
import { account, type Bucket, type JournalKind, receivable } from '#db/schema/accounts.ts';
import type { Transaction } from '#db/transaction.ts';
import { type Uuid, uuid } from '#server/primitives/ids.ts';
import { fromDecimalText, type Money, minus, plus } from '#server/primitives/money.ts';
import type { DomainContext } from '../context.ts';
import type { Conclude, Instruction } from '../custody/conclude.ts';
import { CHART } from '../ledger/chart.ts';
import { type Leg, post } from '../ledger/post.ts';
import { moveReceivable, type Receivable } from './move-receivable.ts';

type Held = Readonly<{ row: Receivable; amount: Money }>;

const here = ({ accountId, id }: Receivable) => and(eq(receivable.accountId, accountId), eq(receivable.id, id));

/** The receivable that an instruction is for, locked, and how much of it. */
async function lockReceivable(tx: Transaction, { accountId, subject }: Instruction): Promise<Held> {
  if (accountId === null) throw new Error('a receivable without account');
  const of = and(eq(receivable.accountId, accountId), eq(receivable.id, uuid(String(subject.receivableId))));
  const [row] = await tx.select().from(receivable).where(of).for('update');
  if (!row) throw new Error('a receivable has vanished');
  return { row, amount: fromDecimalText(String(subject.amount)) };
}

const leg = (accountId: Uuid, bucket: Bucket): Leg => ({ accountId, bucket });

function postLine(
  tx: Transaction,
  ctx: DomainContext,
  by: { instruction: Instruction; kind: JournalKind; amount: Money; at: Date },
  [source, target]: readonly [Leg, Leg],
): Promise<void> {
  const { instruction, kind, amount, at } = by;
  const line = { kind, instructionId: instruction.id, lineNumber: 1, amount, occurredAt: at };
  return post(tx, ctx, [{ ...line, source, target }]);
}

/** The bank has frozen what the member had: available → frozen. Refused, it is tried again later. */
export const concludeReceivableFreeze: Conclude = async (tx, ctx, instruction, outcome) => {
  const { row, amount } = await lockReceivable(tx, instruction);
  if (outcome.kind === 'failed') return moveReceivable(tx, ctx, row, 'refuse', { freezeRequestNo: null });
  const legs = [leg(row.accountId, 'available'), leg(row.accountId, 'frozen')] as const;
  await postLine(tx, ctx, { instruction, kind: 'FREEZE', amount, at: outcome.at }, legs);
  await tx.update(receivable).set({ frozen: amount }).where(here(row));
  await tx
    .update(account)
    .set({ owed: sql`${account.owed} - ${amount.toString()}::bigint` })
    .where(eq(account.id, row.accountId));
};

/** Own funds have it: frozen → own funds. What is left stays open. A refused trade is sent again by rule. */
export const concludeReceivableDeduction: Conclude = async (tx, ctx, instruction, outcome) => {
  if (outcome.kind === 'failed') return;
  const { row, amount } = await lockReceivable(tx, instruction);
  const legs = [leg(row.accountId, 'frozen'), leg(CHART.income.id, 'available')] as const;
  await postLine(tx, ctx, { instruction, kind: 'DEDUCT', amount, at: outcome.at }, legs);
  const collected = plus(row.collected, amount);
  const paid = { collected, frozen: minus(row.frozen, amount), freezeRequestNo: null };
  if (collected < row.amount) return moveReceivable(tx, ctx, row, 'pay-part', paid);
  return moveReceivable(tx, ctx, row, 'pay', { ...paid, endedAt: outcome.at });
};

/** The risk reserve has its money back: own funds → reserve. Refused, it is still to be returned. */
export const concludeReturnToReserve: Conclude = async (tx, ctx, instruction, outcome) => {
  const { row, amount } = await lockReceivable(tx, instruction);
  if (outcome.kind === 'failed') {
    await tx
      .update(receivable)
      .set({ returned: sql`${receivable.returned} - ${amount.toString()}::bigint` })
      .where(here(row));
    return;
  }
  const legs = [leg(CHART.income.id, 'available'), leg(CHART.compensation.id, 'available')] as const;
  await postLine(tx, ctx, { instruction, kind: 'FUNDS_TRANSFER', amount, at: outcome.at }, legs);
};

/** The bank's own transfer is written down as done when it is first heard of: nothing is left to conclude. */
export const concludeMakeGood: Conclude = async () => {};
