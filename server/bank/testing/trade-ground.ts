import type { AccountKind, AccountRole } from '#db/bank/schema/book.ts';
import type { ProjectStatus } from '#db/bank/schema/projects.ts';
import { plainDate } from '#server/primitives/calendar.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { fen, type Money, sum, ZERO } from '#server/primitives/money.ts';
import { pledgeOf, type WorkingFreeze } from '../book/freezes.ts';
import type { WorkingAccount } from '../book/working-set.ts';
import type { WorkingProject } from '../trade/ground.ts';
import type { TradeLine } from '../trade/lines.ts';

/** Pieces of a trade's ground in memory, for tests of the engine. */
export type Seat = { userNo: string; kind: AccountKind; role: AccountRole };

export const SEATS: readonly Seat[] = [
  { userNo: 'INV-1', kind: 'user', role: 'INVESTOR' },
  { userNo: 'INV-2', kind: 'user', role: 'INVESTOR' },
  { userNo: 'BOR', kind: 'user', role: 'BORROWERS' },
  { userNo: 'GUA', kind: 'user', role: 'GUARANTEECORP' },
  { userNo: 'SYS_GENERATE_001', kind: 'platform', role: 'PLATFORM_COMPENSATORY' },
  { userNo: 'SYS_GENERATE_002', kind: 'platform', role: 'PLATFORM_MARKETING' },
  { userNo: 'SYS_GENERATE_003', kind: 'platform', role: 'PLATFORM_PROFIT' },
  { userNo: 'SYS_GENERATE_004', kind: 'platform', role: 'PLATFORM_INCOME' },
  { userNo: 'SYS_GENERATE_005', kind: 'platform', role: 'PLATFORM_INTEREST' },
  { userNo: 'SYS_GENERATE_006', kind: 'platform', role: 'PLATFORM_ALTERNATIVE_RECHARGE' },
];
export const seatId = (userNo: string): Uuid => `${SEATS.findIndex((seat) => seat.userNo === userNo)}` as Uuid;
export const money = (amount: number): Money => fen(BigInt(amount));

const DAYS = ['2026-03-30', '2026-03-31'].map(plainDate);

/** An account whose float lies in lots of two days. */
export function accountOf(seat: Seat, available: number, frozen: Money, float: number): WorkingAccount {
  const floating = Math.min(float, Number(frozen) + available);
  const lots = [floating >> 1, floating - (floating >> 1)].flatMap((part, day) =>
    part > 0 ? [{ date: DAYS[day] ?? plainDate('2026-03-31'), channel: 'FUIOU', amount: money(part) }] : [],
  );
  return {
    ...seat,
    id: seatId(seat.userNo),
    usable: true,
    available: money(available),
    frozen,
    lots,
    before: { available: money(available), frozen, lots: lots.map((lot) => ({ ...lot })) },
  };
}

type FreezeWanted = {
  requestNo: string;
  owner: string;
  bizType: string;
  projectNo: string | null;
  amount: number;
  marketing?: number;
  saleNo?: string;
  shareReserved?: number;
};

export function freezeOf(wanted: FreezeWanted): WorkingFreeze {
  const freeze = {
    requestNo: wanted.requestNo,
    ownerId: seatId(wanted.owner),
    ownerNo: wanted.owner,
    bizType: wanted.bizType,
    projectNo: wanted.projectNo,
    saleNo: wanted.saleNo ?? null,
    amount: money(wanted.amount),
    used: ZERO,
    cancelled: ZERO,
    marketing: money(wanted.marketing ?? 0),
    marketingUsed: ZERO,
    shareReserved: money(wanted.shareReserved ?? 0),
  };
  return { ...freeze, pledgedBefore: pledgeOf(freeze) };
}

/** A project of BOR with room beyond what is lent and pledged. */
export function projectOf(
  projectNo: string,
  status: ProjectStatus,
  sums: { loan: Money; repaid?: Money; freezes: readonly WorkingFreeze[]; room: number },
): WorkingProject {
  const pledged = sum(sums.freezes.filter((freeze) => freeze.projectNo === projectNo).map(pledgeOf));
  return {
    projectNo,
    borrowerId: seatId('BOR'),
    projectType: 'STANDARDPOWDER',
    entrustedNo: null,
    status,
    pledged,
    loanAmount: sums.loan,
    amount: fen(sums.loan + pledged + BigInt(sums.room)),
    repaidPrincipal: sums.repaid ?? ZERO,
    repaidInterest: ZERO,
  };
}

export const lineOf = (
  lineNumber: number,
  line: Partial<TradeLine> & Pick<TradeLine, 'bizType' | 'sourceUserNo'>,
): TradeLine => ({
  lineNumber,
  freezeRequestNo: null,
  targetUserNo: null,
  amount: money(1),
  income: ZERO,
  share: null,
  customDefine: null,
  remark: null,
  ...line,
});
