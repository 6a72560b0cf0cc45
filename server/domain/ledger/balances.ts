import { eq } from 'drizzle-orm';
import type { Executor } from '#db/pool.ts';
import { account, type Bucket } from '#db/schema/accounts.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { type Money, minus } from '#server/primitives/money.ts';

export type Balances = Readonly<
  Record<Bucket, Money> & {
    /** Part of `available` that bids not yet frozen at the bank hold. */
    reserved: Money;
    /** available − reserved: what a new bid or withdrawal may take. */
    spendable: Money;
  }
>;

/** What an account holds, or undefined when there is no such account. */
export async function balancesOf(db: Executor, accountId: Uuid): Promise<Balances | undefined> {
  const [row] = await db
    .select({
      available: account.available,
      frozen: account.frozen,
      withdrawing: account.withdrawing,
      reserved: account.reserved,
    })
    .from(account)
    .where(eq(account.id, accountId));
  return row && { ...row, spendable: minus(row.available, row.reserved) };
}
