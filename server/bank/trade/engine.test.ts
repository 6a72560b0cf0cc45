import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sum } from '#server/primitives/money.ts';
import { leftOf, pledgeOf } from '../book/freezes.ts';
import { floatOf, type WorkingAccount } from '../book/working-set.ts';
import { Refusal } from '../refusal.ts';
import { accountOf, freezeOf, lineOf, money, projectOf, SEATS, seatId } from '../testing/trade-ground.ts';
import { type FreezeType, LINE_TYPES, type LineType, type TradeType } from './business.ts';
import { runTrade } from './engine.ts';
import type { TradeGround } from './ground.ts';

type Path = [LineType, string, string];

/** For each business, payers and payees that the matrix knows; now and then something wild instead. */
const PATHS: Readonly<Record<TradeType, readonly Path[]>> = {
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
    ['INTEREST', 'SYS_GENERATE_005', 'INV-1'],
  ],
  CREDIT_ASSIGNMENT: [
    ['CREDIT_ASSIGNMENT', 'INV-2', 'INV-1'],
    ['MARKETING', 'SYS_GENERATE_002', 'INV-1'],
    ['COMMISSION', 'INV-1', 'SYS_GENERATE_004'],
    ['APPEND_FREEZE', 'INV-1', ''],
  ],
  COMPENSATORY: [
    ['COMPENSATORY', 'GUA', 'INV-1'],
    ['COMPENSATORY', 'SYS_GENERATE_001', 'INV-2'],
    ['INTEREST_REPAYMENT', 'GUA', 'SYS_GENERATE_002'],
  ],
  INDIRECT_COMPENSATORY: [
    ['COMPENSATORY', 'GUA', 'BOR'],
    ['COMPENSATORY', 'BOR', 'INV-1'],
    ['COMPENSATORY', 'SYS_GENERATE_001', 'BOR'],
    ['COMMISSION', 'BOR', 'SYS_GENERATE_004'],
  ],
  COMPENSATORY_REPAYMENT: [
    ['COMPENSATORY_REPAYMENT', 'BOR', 'GUA'],
    ['COMPENSATORY_REPAYMENT', 'BOR', 'SYS_GENERATE_001'],
    ['PROFIT', 'GUA', 'INV-1'],
    ['APPEND_FREEZE', 'GUA', ''],
  ],
  PLATFORM_INDEPENDENT_PROFIT: [['PLATFORM_INDEPENDENT_PROFIT', 'SYS_GENERATE_003', 'INV-1']],
  MARKETING: [['MARKETING', 'SYS_GENERATE_002', 'INV-2']],
  PLATFORM_SERVICE_DEDUCT: [['DEDUCT', 'INV-1', 'SYS_GENERATE_004']],
  FUNDS_TRANSFER: [
    ['FUNDS_TRANSFER', 'SYS_GENERATE_004', 'SYS_GENERATE_002'],
    ['ALTERNATIVE_RECHARGE', 'SYS_GENERATE_006', 'INV-1'],
  ],
  INTEREST: [
    ['INTEREST', 'SYS_GENERATE_005', 'INV-1'],
    ['INTEREST_REPAYMENT', 'BOR', 'SYS_GENERATE_005'],
  ],
};
const userNo = fc.constantFrom(...SEATS.map((seat) => seat.userNo));
const wild = fc.tuple(fc.constantFrom(...LINE_TYPES), userNo, userNo);
const SELLER = 'INV-1';

const tradeOf = (tradeType: TradeType) =>
  fc.record({
    tradeType: fc.constant(tradeType),
    lines: fc.array(
      fc.record({
        path: fc.oneof({ weight: 40, arbitrary: fc.constantFrom(...PATHS[tradeType]) }, { weight: 1, arbitrary: wild }),
        /** How often the line names a freeze of its payer, and which. */
        freeze: fc.option(fc.nat(7), { freq: 8 }),
        amount: fc.integer({ min: 1, max: 25 }),
        income: fc.nat(5),
        share: fc.integer({ min: 1, max: 20 }),
      }),
      { minLength: 1, maxLength: 6 },
    ),
  });

/** Who may have frozen what. */
const OWNERS: readonly [FreezeType, string][] = [
  ['TENDER', 'INV-1'],
  ['TENDER', 'INV-2'],
  ['REPAYMENT', 'BOR'],
  ['CREDIT_ASSIGNMENT', 'INV-2'],
  ['COMPENSATORY', 'GUA'],
  ['COMPENSATORY', 'SYS_GENERATE_001'],
  ['COMPENSATORY_REPAYMENT', 'BOR'],
  ['PRETRANSACTION', 'INV-1'],
  ['PRETRANSACTION', 'BOR'],
];
const held = fc.record({ amount: fc.nat(80), repaid: fc.nat(30) });
const world = fc.record({
  plan: fc.oneof(...(Object.keys(PATHS) as TradeType[]).map(tradeOf)),
  holdings: fc.tuple(held, held),
  sale: fc.integer({ min: 1, max: 60 }),
  accounts: fc.array(fc.record({ available: fc.nat(200), float: fc.nat(200) }), {
    minLength: SEATS.length,
    maxLength: SEATS.length,
  }),
  freezes: fc.array(
    fc.record({
      of: fc.constantFrom(...OWNERS),
      amount: fc.integer({ min: 1, max: 80 }),
      marketing: fc.nat(10),
      shareReserved: fc.nat(10),
      elsewhere: fc.nat(5).map((drawn) => drawn === 0),
    }),
    { minLength: 5, maxLength: 9 },
  ),
});

type Drawn = typeof world extends fc.Arbitrary<infer World> ? World : never;

const freezesOf = (drawn: Drawn) =>
  drawn.freezes.map(({ of: [bizType, owner], ...one }, index) => {
    const forSale = bizType === 'CREDIT_ASSIGNMENT';
    const projectNo = bizType === 'TENDER' && one.elsewhere ? 'Q' : 'P';
    return freezeOf({
      bizType,
      owner,
      amount: one.amount,
      requestNo: `F${index}`,
      projectNo: bizType === 'PRETRANSACTION' ? null : projectNo,
      marketing: bizType === 'TENDER' ? one.marketing : 0,
      saleNo: forSale ? 'S' : undefined,
      shareReserved: forSale ? one.shareReserved : 0,
    });
  });

function groundOf(drawn: Drawn): TradeGround {
  const freezes = freezesOf(drawn);
  const accounts = SEATS.map((seat, index) => {
    const frozen = sum(freezes.filter((freeze) => freeze.ownerNo === seat.userNo).map((freeze) => freeze.amount));
    const { available = 0, float = 0 } = drawn.accounts[index] ?? {};
    return accountOf(seat, available, frozen, float);
  });
  const numberOf = (owner: string, wanted: number | null): string | null => {
    const own = freezes.filter((freeze) => freeze.ownerNo === owner);
    return wanted === null ? null : ((own[wanted % own.length] ?? freezes[wanted])?.requestNo ?? null);
  };
  const holdings = new Map(
    drawn.holdings.map(({ amount, repaid }, index) => [
      seatId(`INV-${index + 1}`),
      { amount: money(amount), repaid: money(Math.min(amount, repaid)) },
    ]),
  );
  const loan = sum([...holdings.values()].map((one) => one.amount));
  const repaid = sum([...holdings.values()].map((one) => one.repaid));
  const reserved = sum(freezes.map((freeze) => freeze.shareReserved));
  const { tradeType } = drawn.plan;
  const lines = drawn.plan.lines.map(({ path: [bizType, from, to], freeze, amount, income, share }, index) =>
    lineOf(index + 1, {
      bizType,
      sourceUserNo: from,
      targetUserNo: bizType === 'APPEND_FREEZE' ? null : to === from || to === '' ? 'BOR' : to,
      amount: money(amount),
      income: money(Math.min(income, amount)),
      share: bizType === 'CREDIT_ASSIGNMENT' ? money(share) : null,
      freezeRequestNo: numberOf(from, freeze),
    }),
  );
  return {
    trade: { requestNo: 'T', tradeType, projectNo: 'P', saleRequestNo: 'S', lines },
    set: { accounts: new Map(accounts.map((account) => [account.userNo, account])), transfers: [] },
    freezes: new Map(freezes.map((freeze) => [freeze.requestNo, freeze])),
    project: projectOf('P', tradeType === 'TENDER' ? 'COLLECTING' : 'REPAYING', { loan, repaid, freezes, room: 40 }),
    appendedTo: [projectOf('Q', 'COLLECTING', { loan: money(0), freezes, room: 15 })],
    sale: {
      requestNo: 'S',
      accountId: seatId(SELLER),
      projectNo: 'P',
      share: sum([money(drawn.sale), reserved]),
      reserved,
      confirmed: money(0),
      status: 'ONSALE',
    },
    holdings,
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

function checkMoney(ground: TradeGround): void {
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
}

function checkCounts({ project, appendedTo, freezes, holdings, sale }: TradeGround): void {
  const open = [...freezes.values()];
  for (const one of project ? [project, ...appendedTo] : []) {
    expect(one.pledged).toBe(sum(open.filter((freeze) => freeze.projectNo === one.projectNo).map(pledgeOf)));
    expect(one.loanAmount + one.pledged <= one.amount).toBe(true);
    expect(one.repaidPrincipal <= one.loanAmount).toBe(true);
  }
  expect(sum([...holdings.values()].map((one) => one.amount))).toBe(project?.loanAmount);
  expect(sum([...holdings.values()].map((one) => one.repaid))).toBe(project?.repaidPrincipal);
  expect([...holdings.values()].every((one) => one.amount >= 0n)).toBe(true);
  expect(sale?.reserved).toBe(sum(open.map((freeze) => freeze.shareReserved)));
  expect(sale && sale.reserved + sale.confirmed <= sale.share).toBe(true);
  expect(sale?.status === 'COMPLETED').toBe(sale?.confirmed === sale?.share);
}

test('whatever is asked for, no user loses what he did not freeze, nothing goes below zero, and nothing is lost', () => {
  const executed = new Map<TradeType, number>();
  fc.assert(
    fc.property(world, (drawn) => {
      const ground = groundOf(drawn);
      try {
        runTrade(ground);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        return;
      }
      const { tradeType } = drawn.plan;
      executed.set(tradeType, (executed.get(tradeType) ?? 0) + 1);
      checkMoney(ground);
      checkCounts(ground);
    }),
    { numRuns: 3000, seed: 20_260_331 },
  );
  expect(executed.size, JSON.stringify([...executed])).toBe(Object.keys(PATHS).length);
});
