import { and, eq } from 'drizzle-orm';
import type { BankExecutor } from '#db/bank/pool.ts';
import { type AccountRole, account, type CoreRole, type PlatformRole } from '#db/bank/schema/book.ts';
import type { IdSource, Uuid } from '#server/primitives/ids.ts';

/** The platform's own accounts, usable like any platformUserNo. */
export const PLATFORM_ACCOUNTS: Readonly<Record<string, PlatformRole>> = {
  SYS_GENERATE_000: 'PLATFORM_MASTER',
  SYS_GENERATE_001: 'PLATFORM_COMPENSATORY',
  SYS_GENERATE_002: 'PLATFORM_MARKETING',
  SYS_GENERATE_003: 'PLATFORM_PROFIT',
  SYS_GENERATE_004: 'PLATFORM_INCOME',
  SYS_GENERATE_005: 'PLATFORM_INTEREST',
  SYS_GENERATE_006: 'PLATFORM_ALTERNATIVE_RECHARGE',
  SYS_GENERATE_007: 'PLATFORM_FUNDS_TRANSFER',
};

export const INCOME_ACCOUNT = 'SYS_GENERATE_004';

/** The core's ledger of one platform, and the world outside. No wire request can name these: "#" is refused there. */
export const CORE_ACCOUNTS = {
  CUSTODY: '#CUSTODY',
  CLEARING: '#CLEARING',
  CHANNELS: '#CHANNELS',
  CARDS: '#CARDS',
  SETTLEMENT: '#SETTLEMENT',
  OWN: '#OWN',
  ADVANCE: '#ADVANCE',
} as const satisfies Record<Exclude<CoreRole, 'EACCOUNT'>, string>;

/** The number of the e-account that a virtual account mirrors. */
export const eAccountNo = (userNo: string): string => `#E:${userNo}`;

/** Opens the accounts that every platform has. Does nothing where they stand already. */
export async function openPlatformAccounts(
  db: BankExecutor,
  newId: IdSource,
  platformNo: string,
  createdAt: Date,
): Promise<void> {
  const row = (userNo: string, kind: 'platform' | 'core', role: AccountRole) => ({
    id: newId(),
    platformNo,
    userNo,
    kind,
    role,
    createdAt,
  });
  await db
    .insert(account)
    .values([
      ...Object.entries(PLATFORM_ACCOUNTS).map(([userNo, role]) => row(userNo, 'platform', role)),
      ...Object.entries(CORE_ACCOUNTS).map(([role, userNo]) => row(userNo, 'core', role as CoreRole)),
    ])
    .onConflictDoNothing();
}

/** The id of an account by its number, or undefined. */
export async function accountIdOf(db: BankExecutor, platformNo: string, userNo: string): Promise<Uuid | undefined> {
  const [row] = await db
    .select({ id: account.id })
    .from(account)
    .where(and(eq(account.platformNo, platformNo), eq(account.userNo, userNo)));
  return row?.id;
}
