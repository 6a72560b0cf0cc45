import { and, desc, eq, sql } from 'drizzle-orm';
import { account } from '#db/bank/schema/book.ts';
import { backroll, withdrawal } from '#db/bank/schema/cash.ts';
import { minus, toDecimalText } from '#server/primitives/money.ts';
import type { Bank } from '../bank.ts';

const MOST = 500;

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

/**
 * GET payouts[?state=open][&platformUserNo=] → {payouts: [{requestNo, platformUserNo, amount, commission, cardGets,
 * floatAmount, withdrawForm, remitType, status, createdAt, acceptedAt, remitAt, completedAt, backroll}]}, newest first;
 * open ones have not ended. `backroll` is the number under which a failed one has come back.
 */
export async function payoutsSheet(
  bank: Bank,
  platformNo: string,
  query: Readonly<Record<string, string | undefined>>,
) {
  const rows = await bank.pool.db
    .select({ payout: withdrawal, userNo: account.userNo, back: backroll.requestNo })
    .from(withdrawal)
    .innerJoin(account, eq(account.id, withdrawal.accountId))
    .leftJoin(
      backroll,
      and(eq(backroll.platformNo, withdrawal.platformNo), eq(backroll.withdrawRequestNo, withdrawal.requestNo)),
    )
    .where(
      and(
        eq(withdrawal.platformNo, platformNo),
        query.state === 'open' ? sql`${withdrawal.status} in ('CONFIRMING', 'ACCEPT', 'REMITING')` : undefined,
        query.platformUserNo ? eq(account.userNo, query.platformUserNo) : undefined,
      ),
    )
    .orderBy(desc(withdrawal.createdAt), desc(withdrawal.id))
    .limit(MOST);
  return {
    payouts: rows.map(({ payout: one, userNo, back }) => ({
      requestNo: one.requestNo,
      platformUserNo: userNo,
      amount: toDecimalText(one.amount),
      commission: toDecimalText(one.commission),
      cardGets: toDecimalText(minus(one.amount, one.commission)),
      floatAmount: toDecimalText(one.floatAmount),
      withdrawForm: one.withdrawForm,
      remitType: one.remitType,
      status: one.status,
      createdAt: one.createdAt.toISOString(),
      acceptedAt: iso(one.transactionAt),
      remitAt: iso(one.remitAt),
      completedAt: iso(one.completedAt),
      backroll: back,
    })),
  };
}
