import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AccountKind, AccountRole } from '#db/bank/schema/book.ts';
import type { ProjectStatus } from '#db/bank/schema/projects.ts';
import { plainDate } from '#server/primitives/calendar.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { fen, type Money, sum, ZERO } from '#server/primitives/money.ts';
import { leftOf, pledgeOf, type WorkingFreeze } from '../book/freezes.ts';
import { floatOf, type WorkingAccount } from '../book/working-set.ts';
import { Refusal } from '../refusal.ts';
import { LINE_TYPES, type LineType, type TradeType } from './business.ts';
import { runTrade, type TradeGround } from './engine.ts';
import type { TradeLine } from './lines.ts';

type Seat = { userNo: string; kind: AccountKind; role: AccountRole };

const SEATS: readonly Seat[] = [
  { userNo: 'INV-1', kind: 'user', role: 'INVESTOR' },
  { userNo: 'INV-2', kind: 'user', role: 'INVESTOR' },
  { userNo: 'BOR', kind: 'user', role: 'BORROWERS' },
  { userNo: 'GUA', kind: 'user', role: 'GUARANTEECORP' },
  { userNo: 'SYS_GENERATE_001', kind: 'platform', role: 'PLATFORM_COMPENSATORY' },
  { userNo: 'SYS_GENERATE_002', kind: 'platform', role: 'PLATFORM_MARKETING' },
  { userNo: 'SYS_GENERATE_003', kind: 'platform', role: 'PLATFORM_PROFIT' },
  { userNo: 'SYS_GENERATE_004', kind: 'platform', role: 'PLATFORM_INCOME' },
];
const DAYS = ['2026-03-30', '2026-03-31'].map(plainDate);
const FREEZES = ['TENDER', 'REPAYMENT', 'COMPENSATORY', 'PRETRANSACTION'] as const;

const money = (most: number) => fc.integer({ min: 1, max: most }).map((value) => fen(BigInt(value)));
const userNo = fc.constantFrom(...SEATS.map((seat) => seat.userNo));

type Path = [LineType, string, string];

/** For each business, payers and payees that the matrix knows; now and then something wild instead. */
const PATHS: Readonly<Partial<Record<TradeType, readonly Path[]>>> = {
  TENDER: [
    ['TENDER', 'INV-1', 'BOR'],
    ['TENDER', 'INV-2', 'BOR'],
    ['MARKETING', 'SYS_GENERATE_002', 'BOR'],
    ['COMMISSION', 'BOR', 'SYS_GENERATE_004'],
    ['APPEND_FREEZE', 'BOR', ''],
  ],
  REPAYMENT: [
    ['REPAYMENT', 'BOR', 'INV-1'],
    ['REPAYMENT', 'BOR', 'INV-2'],
    ['COMMISSION', 'INV-1', 'SYS_GENERATE_004'],
    ['PROFIT', 'INV-2', 'SYS_GENERATE_003'],
    ['COMPENSATORY_REPAYMENT', 'BOR', 'GUA'],
    ['APPEND_FREEZE', 'INV-1', ''],
  ],
  INDIRECT_COMPENSATORY: [
    ['COMPENSATORY', 'GUA', 'BOR'],
    ['COMPENSATORY', 'BOR', 'INV-1'],
    ['COMPENSATORY', 'SYS_GENERATE_001', 'BOR'],
    ['COMMISSION', 'BOR', 'SYS_GENERATE_004'],
  ],
};
const wild = fc.tuple(fc.constantFrom(...LINE_TYPES), userNo, userNo);

const tradeOf = (tradeType: TradeType) =>
  fc.record({
    tradeType: fc.constant(tradeType),
    status: fc.constantFrom<ProjectStatus>(
      ...(tradeType === 'TENDER' ? ['COLLECTING' as const] : ['REPAYING' as const]),
    ),
    lines: fc.array(
      fc.record({
        path: fc.oneof(
          { weight: 40, arbitrary: fc.constantFrom(...(PATHS[tradeType] ?? [])) },
          { weight: 1, arbitrary: wild },
        ),
        /** How often the line names a freeze of its payer, and which. */
        freeze: fc.option(fc.nat(7), { freq: 8 }),
        amount: money(25),
        income: fc.nat(5),
      }),
      { minLength: 1, maxLength: 6 },
    ),
  });

const world = fc.record({
  plan: fc.oneof(...(Object.keys(PATHS) as TradeType[]).map(tradeOf)),
  holdings: fc.tuple(fc.nat(80), fc.nat(80)),
  accounts: fc.array(fc.record({ available: fc.nat(200), float: fc.nat(200) }), {
    minLength: SEATS.length,
    maxLength: SEATS.length,
  }),
  freezes: fc.array(
    fc.record({ owner: fc.nat(3), type: fc.constantFrom(...FREEZES), amount: money(80), marketing: fc.nat(10) }),
    { minLength: 4, maxLength: 8 },
  ),
});

function accountOf(seat: Seat, index: number, available: number, frozen: Money, float: number): WorkingAccount {
  const held = Number(frozen) + available;
  const floating = Math.min(float, held);
  const lots = [floating >> 1, floating - (floating >> 1)].flatMap((part, day) =>
    part > 0 ? [{ date: DAYS[day] ?? plainDate('2026-03-31'), channel: 'FUIOU', amount: fen(BigInt(part)) }] : [],
  );
  const money = { available: fen(BigInt(available)), frozen };
  const before = { ...money, lots: lots.map((lot) => ({ ...lot })) };
  return { ...seat, ...money, id: `${index}` as Uuid, usable: true, lots, before };
}

function groundOf(drawn: typeof world extends fc.Arbitrary<infer World> ? World : never): TradeGround {
  const freezes = drawn.freezes.map(({ owner, type, amount, marketing }, index): WorkingFreeze => {
    const freeze = {
      ...{ requestNo: `F${index}`, ownerId: `${owner}` as Uuid, ownerNo: SEATS[owner]?.userNo ?? '', bizType: type },
      ...{ projectNo: type === 'PRETRANSACTION' ? null : 'P', amount, used: ZERO, cancelled: ZERO },
      ...{ marketing: type === 'TENDER' ? fen(BigInt(marketing)) : ZERO, marketingUsed: ZERO },
    };
    return { ...freeze, pledgedBefore: pledgeOf(freeze) };
  });
  const accounts = SEATS.map((seat, index) => {
    const frozen = sum(freezes.filter((freeze) => freeze.ownerId === `${index}`).map((freeze) => freeze.amount));
    const { available = 0, float = 0 } = drawn.accounts[index] ?? {};
    return accountOf(seat, index, available, frozen, float);
  });
  const [first, second] = drawn.holdings.map((held) => fen(BigInt(held)));
  const loanAmount = sum([first ?? ZERO, second ?? ZERO]);
  const pledged = sum(freezes.map(pledgeOf));
  const numberOf = (owner: string, wanted: number | null): string | null => {
    const own = freezes.filter((freeze) => freeze.ownerNo === owner);
    return wanted === null ? null : ((own[wanted % own.length] ?? freezes[wanted])?.requestNo ?? null);
  };
  const lines = drawn.plan.lines.map(
    ({ path: [bizType, from, to], freeze, amount, income }, index): TradeLine => ({
      ...{ lineNumber: index + 1, bizType, sourceUserNo: from, amount },
      ...{ targetUserNo: bizType === 'APPEND_FREEZE' ? null : to === from ? 'BOR' : to || 'BOR' },
      ...{
        freezeRequestNo: numberOf(from, freeze),
        income: fen(BigInt(Math.min(income, Number(amount)))),
      },
      ...{ share: null, customDefine: null, remark: null },
    }),
  );
  return {
    trade: { requestNo: 'T', tradeType: drawn.plan.tradeType, projectNo: 'P', saleRequestNo: null, lines },
    set: { accounts: new Map(accounts.map((account) => [account.userNo, account])), transfers: [] },
    freezes: new Map(freezes.map((freeze) => [freeze.requestNo, freeze])),
    project: {
      ...{ projectNo: 'P', borrowerId: '2' as Uuid, status: drawn.plan.status, pledgedBefore: pledged, loanAmount },
      ...{ amount: fen(loanAmount + pledged + 40n), repaidPrincipal: ZERO, repaidInterest: ZERO },
    },
    holdings: new Map([
      ['0' as Uuid, first ?? ZERO],
      ['1' as Uuid, second ?? ZERO],
    ]),
  };
}

const lotTotals = (
  accounts: Iterable<WorkingAccount>,
  of: (account: WorkingAccount) => WorkingAccount['before']['lots'],
) => {
  const totals: Record<string, bigint> = {};
  for (const account of accounts) {
    for (const lot of of(account)) totals[lot.date] = (totals[lot.date] ?? 0n) + lot.amount;
  }
  return totals;
};

function checkAfter(ground: TradeGround): void {
  const accounts = [...ground.set.accounts.values()];
  const total = (of: (account: WorkingAccount) => bigint): bigint =>
    accounts.reduce((running, account) => running + of(account), 0n);
  expect(total((one) => one.available + one.frozen)).toBe(total((one) => one.before.available + one.before.frozen));
  expect(lotTotals(accounts, (one) => one.lots)).toEqual(lotTotals(accounts, (one) => one.before.lots));
  for (const account of accounts) {
    expect(account.available >= 0n && account.frozen >= 0n).toBe(true);
    expect(floatOf(account) <= account.available + account.frozen).toBe(true);
    if (account.kind === 'user') expect(account.available >= account.before.available).toBe(true);
    const left = [...ground.freezes.values()].filter((freeze) => freeze.ownerId === account.id).map(leftOf);
    expect(left.every((amount) => amount >= 0n)).toBe(true);
    expect(account.frozen).toBe(sum(left));
  }
  const { project } = ground;
  const pledged = sum([...ground.freezes.values()].map(pledgeOf));
  expect(project && project.loanAmount + pledged <= project.amount).toBe(true);
  expect(project && project.repaidPrincipal <= project.loanAmount).toBe(true);
  expect(sum(ground.holdings.values())).toBe(project?.loanAmount);
}

test('whatever is asked for, no user loses what he did not freeze, nothing goes below zero, and nothing is lost', () => {
  let executed = 0;
  fc.assert(
    fc.property(world, (drawn) => {
      const ground = groundOf(drawn);
      try {
        runTrade(ground);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        return;
      }
      executed += 1;
      checkAfter(ground);
    }),
    { numRuns: 1500, seed: 20_260_331 },
  );
  expect(executed).toBeGreaterThan(80);
});
