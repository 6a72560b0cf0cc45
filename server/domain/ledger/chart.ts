import { type AccountRole, account } from '#db/schema/accounts.ts';
import type { Transaction } from '#db/transaction.ts';
import { type Uuid, uuid } from '#server/primitives/ids.ts';
import type { DomainContext } from '../context.ts';

export type ChartAccount = { id: Uuid; role: AccountRole; platformUserNo: string };

const chartAccount = (last: string, role: AccountRole, platformUserNo: string): ChartAccount => ({
  id: uuid(`ffffffff-ffff-7fff-bfff-ffffffffff${last}`),
  role,
  platformUserNo,
});

/**
 * The accounts that exist before any member. Their ids sort behind every UUIDv7 of the next eight thousand years, so
 * that locking accounts by id takes the platform's last and the hottest of all, the channels, at the very end.
 */
export const CHART = {
  master: chartAccount('00', 'PLATFORM_MASTER', 'SYS_GENERATE_000'),
  /** 代偿金: the risk reserve. */
  compensation: chartAccount('01', 'PLATFORM_COMPENSATORY', 'SYS_GENERATE_001'),
  marketing: chartAccount('02', 'PLATFORM_MARKETING', 'SYS_GENERATE_002'),
  profit: chartAccount('03', 'PLATFORM_PROFIT', 'SYS_GENERATE_003'),
  /** 自有资金: fees earned. */
  income: chartAccount('04', 'PLATFORM_INCOME', 'SYS_GENERATE_004'),
  /** 贴息: interest that the platform adds. */
  subsidy: chartAccount('05', 'PLATFORM_INTEREST', 'SYS_GENERATE_005'),
  /** 代充值: money paid in for members. */
  onBehalf: chartAccount('06', 'PLATFORM_ALTERNATIVE_RECHARGE', 'SYS_GENERATE_006'),
  /** 垫资: pays same-day withdrawals until the float of those who asked for them has arrived. */
  advance: chartAccount('07', 'PLATFORM_FUNDS_TRANSFER', 'SYS_GENERATE_007'),
  /** Ours alone, at no bank: what a correction could not give to any account, until two people clear it. */
  suspense: chartAccount('e0', 'SUSPENSE', 'SUSPENSE'),
  /** Members' bank cards: the outside world that withdrawals go to. */
  cards: chartAccount('f0', 'CARDS', 'CARDS'),
  /** Payment channels: the outside world that recharges come from. */
  channels: chartAccount('f1', 'CHANNELS', 'CHANNELS'),
} as const satisfies Record<string, ChartAccount>;

/** Makes the chart's accounts where they are missing. Harmless when repeated. */
export async function ensureChart(tx: Transaction, ctx: Pick<DomainContext, 'now'>): Promise<void> {
  const createdAt = ctx.now();
  await tx
    .insert(account)
    .values(
      Object.values(CHART).map((entry) => ({ ...entry, state: 'active' as const, createdAt, activatedAt: createdAt })),
    )
    .onConflictDoNothing();
}
