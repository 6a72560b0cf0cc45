import { eq } from 'drizzle-orm';
import type { Executor } from '#db/pool.ts';
import { account, type Bucket } from '#db/schema/accounts.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { greater, type Money, minus, ZERO } from '#server/primitives/money.ts';

export type Balances = Readonly<
  Record<Bucket, Money> & {
    /** Part of `available` that bids not yet frozen at the bank hold. */
    reserved: Money;
    /** Owed for recharges that were taken back: nothing else may take it. */
    owed: Money;
    /** available − reserved − owed, at least nothing: what a new bid or withdrawal may take. */
    spendable: Money;
  }
>;

/** What a new bid or withdrawal may take of an account: not what is reserved, nor what its holder owes. */
export const spendableOf = (held: Readonly<{ available: Money; reserved: Money; owed: Money }>): Money =>
  greater(ZERO, minus(minus(held.available, held.reserved), held.owed));

/** What an account holds, or undefined when there is no such account. */
export async function balancesOf(db: Executor, accountId: Uuid): Promise<Balances | undefined> {
  const [row] = await db
    .select({
      available: account.available,
      frozen: account.frozen,
      withdrawing: account.withdrawing,
      reserved: account.reserved,
      owed: account.owed,
    })
    .from(account)
    .where(eq(account.id, accountId));
  return row && { ...row, spendable: spendableOf(row) };
}
