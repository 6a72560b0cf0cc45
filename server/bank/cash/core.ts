import { and, eq, inArray } from 'drizzle-orm';
import type { BankExecutor } from '#db/bank/pool.ts';
import { account } from '#db/bank/schema/book.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { CORE_ACCOUNTS, INCOME_ACCOUNT } from '../book/chart.ts';
import { ADVANCE_ACCOUNT } from './accept.ts';

const NUMBERS = { ...CORE_ACCOUNTS, INCOME: INCOME_ACCOUNT, POOL: ADVANCE_ACCOUNT } as const;

/** The ids of the core's accounts of a platform, of its income account and of SYS_GENERATE_007, by what they are for. */
export type CashAccounts = Readonly<Record<keyof typeof NUMBERS, Uuid>>;

/** @throws Error for a platform that has not been registered. */
export async function cashAccountsOf(db: BankExecutor, platformNo: string): Promise<CashAccounts> {
  const rows = await db
    .select({ id: account.id, userNo: account.userNo })
    .from(account)
    .where(and(eq(account.platformNo, platformNo), inArray(account.userNo, Object.values(NUMBERS))));
  const found = Object.entries(NUMBERS).map(([name, userNo]) => {
    const id = rows.find((row) => row.userNo === userNo)?.id;
    if (!id) throw new Error(`platform ${platformNo} has no account ${userNo}`);
    return [name, id];
  });
  return Object.fromEntries(found) as CashAccounts;
}
