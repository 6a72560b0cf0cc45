import { and, eq } from 'drizzle-orm';
import { type AccountRole, account } from '#db/schema/accounts.ts';
import { instruction } from '#db/schema/custody.ts';
import type { Transaction } from '#db/transaction.ts';
import { fromDecimalText, type Money, toDecimalText } from '#server/primitives/money.ts';
import type { DomainContext } from '../context.ts';
import type { Adopt, Instruction } from '../custody/conclude.ts';
import { enqueue } from '../custody/enqueue.ts';
import { textOf } from '../custody/verdict.ts';

/** Money that the bank says somebody has brought to his e-account, by the bank's own number. */
export type Deposit = Readonly<{ requestNo: string; platformUserNo: string; amount: Money }>;

const isPlatforms = (role: AccountRole): boolean => role.startsWith('PLATFORM_');

/**
 * Writes down a deposit that began at the bank, as a recharge whose page is open: the bank's word concludes it like
 * any other, once. A member's only where the bank is linked, the platform's own at any bank; nothing is written for a
 * number that nobody has here.
 * @throws a database error when the number is known already
 */
export async function adoptDeposit(
  tx: Transaction,
  ctx: DomainContext,
  { requestNo, platformUserNo, amount }: Deposit,
): Promise<Instruction | undefined> {
  if (amount <= 0n) return undefined;
  const [holder] = await tx
    .select({ id: account.id, role: account.role })
    .from(account)
    .where(and(eq(account.platformUserNo, platformUserNo), eq(account.state, 'active')));
  if (!holder || (ctx.custody.mode !== 'linked' && !isPlatforms(holder.role))) return undefined;
  const text = toDecimalText(amount);
  const id = await enqueue(tx, ctx, {
    kind: 'recharge',
    service: 'RECHARGE',
    channel: 'gateway',
    requestNo,
    accountId: holder.id,
    subject: { amount: text },
    reqData: { platformUserNo, amount: text },
  });
  const [open] = await tx
    .update(instruction)
    .set({ state: 'sent', sentAt: ctx.now(), nextAttemptAt: ctx.realNow() })
    .where(eq(instruction.id, id))
    .returning();
  return open;
}

/** What a notify of the bank tells of a number that was never given here: a deposit, or nothing we take. */
export const adoptNotice: Adopt = async (tx, ctx, service, record) => {
  const [requestNo, platformUserNo, amount] = ['requestNo', 'platformUserNo', 'amount'].map((name) =>
    textOf(record, name),
  );
  if (service !== 'RECHARGE' || textOf(record, 'rechargeWay') !== 'BANK') return undefined;
  if (!requestNo || !platformUserNo || !amount) return undefined;
  return adoptDeposit(tx, ctx, { requestNo, platformUserNo, amount: fromDecimalText(amount) });
};
