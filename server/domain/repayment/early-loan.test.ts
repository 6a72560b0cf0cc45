import { expect, test } from 'vitest';
import type { PrepaymentRule } from '#db/schema/products.ts';
import { plainDate } from '#server/primitives/calendar.ts';
import { fromDecimalText } from '#server/primitives/money.ts';
import { ratePpm } from '#server/primitives/rate.ts';
import { earlyTerms } from '#server/testing/early-loans.ts';
import { rowsOf } from '#server/testing/instalments.ts';
import type { ScheduleTerms } from '../loan/schedule.ts';
import { lastQuotableDay, requireQuotable } from './early-loan.ts';

const terms: ScheduleTerms = {
  amount: fromDecimalText('10000'),
  ratePpm: ratePpm(120_000),
  kind: 'equal-instalment',
  start: plainDate('2026-01-31'),
  rounding: 'half-even',
  dayCount: '30/360',
  months: 3,
};
const today = plainDate('2026-02-10');
const loan = (rule: PrepaymentRule) => ({ terms: earlyTerms(terms), rule, rows: rowsOf(terms), nextNumber: 4 });
const ask = (rule: PrepaymentRule, part: boolean, on = '2026-02-10') =>
  requireQuotable(loan(rule), { on: plainDate(on), today, part });
const code = (wanted: string) => expect.objectContaining({ code: wanted });

test.each([
  ['none', false],
  ['none', true],
  ['full', true],
] as const)('a product that allows %s refuses what it does not allow (a part: %s)', (rule, part) => {
  expect(() => ask(rule, part)).toThrow(code('PREPAYMENT_NOT_ALLOWED'));
});

test.each([
  ['full', false],
  ['partial', false],
  ['partial', true],
] as const)('a product that allows %s quotes it (a part: %s)', (rule, part) => {
  expect(() => ask(rule, part)).not.toThrow();
});

test('a quote is for a day from today to the last due date', () => {
  expect(lastQuotableDay(loan('full'), today)).toBe('2026-04-30');
  expect(() => ask('full', false, '2026-04-30')).not.toThrow();
  expect(() => ask('full', false, '2026-05-01')).toThrow(code('INPUT_INVALID'));
  expect(() => ask('full', false, '2026-02-09')).toThrow(code('INPUT_INVALID'));
});
