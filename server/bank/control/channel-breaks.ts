import { and, desc, eq, isNotNull } from 'drizzle-orm';
import type { BankTransaction } from '#db/bank/pool.ts';
import { account } from '#db/bank/schema/book.ts';
import { recharge } from '#db/bank/schema/cash.ts';
import { transaction } from '#db/transaction.ts';
import { toDecimalText } from '#server/primitives/money.ts';
import type { Bank } from '../bank.ts';
import { REVERSED, reverseRecharge } from '../cash/reverse-recharge.ts';
import type { Recharge } from '../days/missing-float.ts';
import { refuse } from '../refusal.ts';
import { BadInput } from './input.ts';

export type BreakState = 'open' | 'confirmed' | 'arrived' | 'reversed';

function stateOf(one: Recharge): BreakState {
  if (one.reversedAt) return 'reversed';
  if (one.arrivedAt) return 'arrived';
  return one.matchedAt ? 'confirmed' : 'open';
}

const MOST = 500;

/**
 * GET channel-breaks → {breaks: [{requestNo, platformUserNo, amount, commission, payCompany, date, missedAt, state
 * open | confirmed | arrived | reversed}]}, newest first: recharges that the channel's file of their day lacked.
 */
export async function channelBreaksSheet(bank: Bank, platformNo: string) {
  const rows = await bank.pool.db
    .select()
    .from(recharge)
    .innerJoin(account, eq(account.id, recharge.accountId))
    .where(and(eq(recharge.platformNo, platformNo), isNotNull(recharge.missedAt)))
    .orderBy(desc(recharge.missedAt), desc(recharge.id))
    .limit(MOST);
  return {
    breaks: rows.map(({ recharge: one, account: owner }) => ({
      requestNo: one.requestNo,
      platformUserNo: owner.userNo,
      amount: toDecimalText(one.amount),
      commission: toDecimalText(one.commission),
      payCompany: one.payCompany,
      date: one.businessDate,
      missedAt: one.missedAt?.toISOString() ?? '',
      state: stateOf(one),
    })),
  };
}

/** Decides an open break in a transaction of its own, at a moment of the bank's day. */
async function decide(
  bank: Bank,
  platformNo: string,
  requestNo: string,
  work: (tx: BankTransaction, open: Recharge, at: Date) => Promise<Partial<Recharge>>,
): Promise<{ requestNo: string; state: BreakState }> {
  const here = and(eq(recharge.platformNo, platformNo), eq(recharge.requestNo, requestNo));
  const decided = await bank.dayEnd.operate((at) =>
    transaction(bank.pool, async (tx) => {
      const [found] = await tx.select().from(recharge).where(here).for('update');
      if (!found?.missedAt) throw new BadInput(`no channel break of recharge ${requestNo}`, 404);
      if (stateOf(found) !== 'open') throw refuse('该渠道差错已处理', `it is ${stateOf(found)}`);
      const change = await work(tx, found, at);
      await tx.update(recharge).set(change).where(here);
      return { ...found, ...change };
    }),
  );
  bank.wake.notifies();
  return { requestNo, state: stateOf(decided) };
}

/** POST recharges/:requestNo/confirm → {requestNo, state}: the channel pays after all, at the next 09:00. */
export const confirmBreak = (bank: Bank, platformNo: string, requestNo: string) =>
  decide(bank, platformNo, requestNo, async (_, __, at) => ({ matchedAt: at }));

/**
 * POST recharges/:requestNo/reverse → {requestNo, state}: the channel does not pay. Out of what the first owner still
 * has, the rest by FUNDS_TRANSFER from SYS_GENERATE_001; the platform is told that the recharge has failed.
 */
export const reverseBreak = (bank: Bank, platformNo: string, requestNo: string) =>
  decide(bank, platformNo, requestNo, async (tx, open, at) => {
    await reverseRecharge(bank, tx, open, at);
    return { status: 'FAIL', reversedAt: at, ...REVERSED };
  });
