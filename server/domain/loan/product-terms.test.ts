import { expect, test } from 'vitest';
import { plainDate } from '#server/primitives/calendar.ts';
import { fen } from '#server/primitives/money.ts';
import { ratePpm } from '#server/primitives/rate.ts';
import { type ProductTerms, termProblems } from './product-terms.ts';
import { FIRST_PRODUCTS } from './products.ts';

/** What the database fills in where a version does not say. */
const UNSAID = {
  borrowerKinds: ['person'],
  collateralKinds: ['credit'],
  amountMinimum: fen(100_000n),
  amountMaximum: fen(100_000_000n),
  secondReviewAbove: null,
  gradePrices: null,
  holidayShift: 'none',
  reservePpm: ratePpm(0),
  prepaymentFeePpm: ratePpm(0),
  prepaymentFeeInvestorPpm: ratePpm(0),
  perInvestorCap: null,
  perInvestorCapPpm: null,
  listingDaysMaximum: 30,
  minimumRaisePpm: ratePpm(1_000_000),
  settlement: 'automatic',
  partialPayments: false,
  allocationOrder: ['penalty', 'fee', 'interest', 'principal'],
  prepayment: 'partial',
  compensator: 'none',
  compensateAfterDays: 0,
} as const;
const termsOf = (index: number): ProductTerms => ({ ...UNSAID, ...FIRST_PRODUCTS[index] }) as ProductTerms;
const proper = termsOf(0);

test('the first products are as they may be', () => {
  for (const index of FIRST_PRODUCTS.keys()) expect(termProblems(termsOf(index))).toEqual([]);
  expect(plainDate(FIRST_PRODUCTS[0]?.validFrom ?? '')).toBe('2024-01-01');
});

test.each<[string, Partial<ProductTerms>, string]>([
  ['a most below the least', { amountMaximum: fen(1n) }, 'amountMaximum order'],
  ['a term of 61 months', { termMaximum: 61 }, 'termMaximum range'],
  ['days for instalments', { termUnit: 'day' }, 'termUnit together'],
  ['37 % a year', { rateMaximumPpm: ratePpm(370_000) }, 'rateMaximumPpm range'],
  ['a price outside the rates', { gradePrices: { A: 10_000 } }, 'gradePrices order'],
  ['prices for no grade', { gradePrices: {} }, 'gradePrices missing'],
  ['a bid above the smallest loan', { minimumBid: fen(10_001n) }, 'minimumBid order'],
  ['no order of allocation', { allocationOrder: ['principal'] }, 'allocationOrder missing'],
  ['a fee for what is not allowed', { prepayment: 'none', prepaymentFeePpm: ratePpm(1) }, 'prepaymentFeePpm together'],
  ['a share for a reserve that stands for nobody', { reservePpm: ratePpm(1_000) }, 'compensator together'],
  ['a listing longer than the longest', { listingDays: 31 }, 'listingDaysMaximum order'],
])('refuses %s beside its field', (_, change, expected) => {
  const found = termProblems({ ...proper, ...change }).map(({ field, problem }) => `${field} ${problem}`);
  expect(found).toEqual([expected]);
});

test('every field with a problem is named at once', () => {
  const wrong = termProblems({ ...proper, graceDays: -1, bidStep: fen(0n), borrowerKinds: [] });
  expect(wrong.map(({ field }) => field)).toEqual(['borrowerKinds', 'bidStep', 'graceDays']);
});
