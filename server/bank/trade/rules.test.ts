import { describe, expect, test } from 'vitest';
import { Refusal } from '../refusal.ts';
import { lineOf, SEATS, type Seat } from '../testing/trade-ground.ts';
import { LINE_TYPES, type LineType, MAIN_LINES, TRADE_TYPES, type TradeType } from './business.ts';
import { checkLineRole, rolesIn } from './rules.ts';

const EVERYBODY: readonly Seat[] = [
  ...SEATS,
  { userNo: 'SUP', kind: 'user', role: 'SUPPLIER' },
  { userNo: 'SYS_GENERATE_007', kind: 'platform', role: 'PLATFORM_FUNDS_TRANSFER' },
];
const [P1, P2, P3, P4, P5, P6] = ['001', '002', '003', '004', '005', '006'].map((no) => `SYS_GENERATE_${no}`);
const seat = (userNo: string | undefined): Seat | undefined => EVERYBODY.find((one) => one.userNo === userNo);
const users = EVERYBODY.filter((one) => one.kind === 'user').map((one) => one.userNo);
const platforms = EVERYBODY.filter((one) => one.kind === 'platform').map((one) => one.userNo);
const INVESTORS = ['INV-1', 'INV-2'];
const LOAN_TRADES: readonly TradeType[] = [
  'TENDER',
  'REPAYMENT',
  'CREDIT_ASSIGNMENT',
  'COMPENSATORY',
  'INDIRECT_COMPENSATORY',
  'COMPENSATORY_REPAYMENT',
];

/** The protocol's own words, as pairs of who may pay whom, by line and by trade. */
function pairs(from: readonly (string | undefined)[], to: readonly (string | undefined)[]): Set<string> {
  return new Set(from.flatMap((payer) => to.filter((payee) => payee !== payer).map((payee) => `${payer}→${payee}`)));
}
const union = (...sets: Set<string>[]): Set<string> => new Set(sets.flatMap((set) => [...set]));
const NOBODY = new Set<string>();

const ALLOWED: Readonly<Partial<Record<LineType, (tradeType: TradeType) => Set<string>>>> = {
  TENDER: (trade) => (trade === 'TENDER' ? pairs(INVESTORS, ['BOR']) : NOBODY),
  REPAYMENT: (trade) => (trade === 'REPAYMENT' ? pairs(['BOR'], INVESTORS) : NOBODY),
  CREDIT_ASSIGNMENT: (trade) => (trade === 'CREDIT_ASSIGNMENT' ? pairs(INVESTORS, INVESTORS) : NOBODY),
  COMPENSATORY: (trade) => {
    if (trade === 'COMPENSATORY') return pairs(['GUA', P1], INVESTORS);
    return trade === 'INDIRECT_COMPENSATORY' ? union(pairs(['GUA', P1], ['BOR']), pairs(['BOR'], INVESTORS)) : NOBODY;
  },
  COMPENSATORY_REPAYMENT: (trade) =>
    trade === 'COMPENSATORY_REPAYMENT' || trade === 'REPAYMENT' ? pairs(['BOR'], ['GUA', P1]) : NOBODY,
  INTEREST: (trade) => (LOAN_TRADES.includes(trade) || trade === 'INTEREST' ? pairs([P5], INVESTORS) : NOBODY),
  INTEREST_REPAYMENT: (trade) =>
    LOAN_TRADES.includes(trade) || trade === 'INTEREST' ? pairs(['BOR', 'GUA'], [P5, P2]) : NOBODY,
  DEDUCT: (trade) => (trade === 'PLATFORM_SERVICE_DEDUCT' ? pairs(users, [P4]) : NOBODY),
  FUNDS_TRANSFER: (trade) => (trade === 'FUNDS_TRANSFER' ? pairs(platforms, platforms) : NOBODY),
  ALTERNATIVE_RECHARGE: (trade) =>
    LOAN_TRADES.includes(trade) || trade === 'FUNDS_TRANSFER' ? pairs([P6], users) : NOBODY,
  PLATFORM_INDEPENDENT_PROFIT: (trade) => (trade === 'PLATFORM_INDEPENDENT_PROFIT' ? pairs([P3], users) : NOBODY),
};

/** A main line that goes from a party to another, so that fees and red packets have somebody to stand beside. */
const MAIN: Readonly<Record<TradeType, [string | undefined, string | undefined]>> = {
  TENDER: ['INV-1', 'BOR'],
  REPAYMENT: ['BOR', 'INV-1'],
  CREDIT_ASSIGNMENT: ['INV-2', 'INV-1'],
  COMPENSATORY: ['GUA', 'INV-1'],
  INDIRECT_COMPENSATORY: ['GUA', 'BOR'],
  COMPENSATORY_REPAYMENT: ['BOR', 'GUA'],
  PLATFORM_INDEPENDENT_PROFIT: [P3, 'INV-1'],
  MARKETING: [P2, 'INV-1'],
  PLATFORM_SERVICE_DEDUCT: ['INV-1', P4],
  FUNDS_TRANSFER: [P4, P2],
  INTEREST: [P5, 'INV-1'],
};

/** Who may pay whom by the code: every pair of everybody, beside the trade's main line. */
function taken(tradeType: TradeType, bizType: LineType, beside: boolean): Set<string> {
  const [payer = '', payee = ''] = MAIN[tradeType];
  const main = lineOf(1, { bizType: MAIN_LINES[tradeType][0] ?? 'TENDER', sourceUserNo: payer, targetUserNo: payee });
  const found = new Set<string>();
  for (const { userNo: from } of EVERYBODY) {
    for (const { userNo: to } of EVERYBODY) {
      if (from === to) continue;
      const line = lineOf(2, { bizType, sourceUserNo: from, targetUserNo: to });
      const lines = beside ? [main, line] : [line];
      const trade = { requestNo: 'T', tradeType, projectNo: 'P', saleRequestNo: null, lines };
      try {
        checkLineRole(tradeType, line, rolesIn(trade, seat));
        found.add(`${from}→${to}`);
      } catch (error) {
        if (!(error instanceof Refusal) || error.errorCode !== '100011') throw error;
      }
    }
  }
  return found;
}

describe('who may pay whom', () => {
  test.each(LINE_TYPES.filter((type) => ALLOWED[type]))('%s, in every kind of trade', (bizType) => {
    for (const tradeType of TRADE_TYPES) {
      expect([...taken(tradeType, bizType, false)].sort(), tradeType).toEqual(
        [...(ALLOWED[bizType]?.(tradeType) ?? NOBODY)].sort(),
      );
    }
  });

  test('MARKETING: from 002 to the payee of the main line, and to any user in a trade of its own', () => {
    for (const tradeType of TRADE_TYPES) {
      const [, payee] = MAIN[tradeType];
      const own = tradeType === 'MARKETING' ? pairs([P2], users) : NOBODY;
      const expected = LOAN_TRADES.includes(tradeType) ? pairs([P2], [payee]) : own;
      expect([...taken(tradeType, 'MARKETING', true)].sort(), tradeType).toEqual([...expected].sort());
    }
  });

  test('COMMISSION: from any party of the trade to 004; PROFIT: from any party to any user or 003', () => {
    for (const tradeType of TRADE_TYPES) {
      const parties = MAIN[tradeType];
      const commission = [...taken(tradeType, 'COMMISSION', true)].sort();
      expect(commission, tradeType).toEqual([...pairs(parties, [P4])].sort());
      const profit = [...taken(tradeType, 'PROFIT', true)].sort();
      expect(profit, tradeType).toEqual([...pairs(parties, [...users, P3])].sort());
    }
  });

  test('APPEND_FREEZE: any user, and nobody is paid', () => {
    for (const tradeType of TRADE_TYPES) {
      const may = EVERYBODY.filter(({ userNo }) => {
        const line = lineOf(1, { bizType: 'APPEND_FREEZE', sourceUserNo: userNo });
        const trade = { requestNo: 'T', tradeType, projectNo: 'P', saleRequestNo: null, lines: [line] };
        try {
          checkLineRole(tradeType, line, rolesIn(trade, seat));
          return true;
        } catch {
          return false;
        }
      });
      expect(may.map((one) => one.userNo)).toEqual(users);
    }
  });
});
