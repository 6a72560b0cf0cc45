import { expect, test } from 'vitest';
import { plainDate } from '#server/primitives/calendar.ts';
import { fen } from '#server/primitives/money.ts';
import { ratePpm } from '#server/primitives/rate.ts';
import { quoteLoan } from './quote.ts';

const terms = {
  amount: fen(1_000_000n),
  ratePpm: ratePpm(120_000),
  kind: 'equal-instalment',
  start: plainDate('2026-01-15'),
  rounding: 'half-even',
  dayCount: '30/360',
  months: 12,
} as const;

test('without a fee the annual percentage rate of a monthly loan is its nominal rate', () => {
  const quote = quoteLoan(terms, ratePpm(0));
  expect(quote).toMatchObject({ fee: 0n, paidOut: 1_000_000n, aprPercent: '12.00', lastDueOn: '2027-01-15' });
  expect(quote.cost).toBe(quote.interest);
});

test('a fee taken at the start raises the rate and is part of the cost', () => {
  const quote = quoteLoan(terms, ratePpm(15_000));
  expect(quote.fee).toBe(15_000n);
  expect(quote.paidOut).toBe(985_000n);
  expect(quote.cost).toBe(quote.interest + 15_000n);
  expect(Number(quote.aprPercent)).toBeGreaterThan(14);
});
