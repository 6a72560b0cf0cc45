import { expect, test } from 'vitest';
import { plainDate } from '#server/primitives/calendar.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { fen } from '#server/primitives/money.ts';
import { ratePpm } from '#server/primitives/rate.ts';
import { moved, problemsOf, readProposal, startProposal } from './proposal-draft.ts';
import type { Terms } from './term-text.ts';

const base: Terms = {
  id: '00000000-0000-7000-8000-000000000001' as Uuid,
  code: 'car-monthly',
  version: 3,
  name: '车贷',
  validFrom: plainDate('2026-01-01'),
  state: 'published',
  proposedBy: null,
  proposedAt: null,
  publishedBy: null,
  publishedAt: null,
  borrowerKinds: ['person'],
  collateralKinds: ['car'],
  amountMinimum: fen(100_000n),
  amountMaximum: fen(10_000_000n),
  secondReviewAbove: null,
  repaymentKind: 'equal-instalment',
  termUnit: 'month',
  termMinimum: 3,
  termMaximum: 24,
  dayCount: '30/360',
  instalmentRounding: 'half-even',
  rateMinimumPpm: ratePpm(40_000),
  rateMaximumPpm: ratePpm(180_000),
  gradePrices: { A: 72_000, C: 105_000 },
  holidayShift: 'none',
  originationFeePpm: ratePpm(15_000),
  reservePpm: ratePpm(0),
  serviceFeePpm: ratePpm(50_000),
  prepaymentFeePpm: ratePpm(0),
  prepaymentFeeInvestorPpm: ratePpm(0),
  minimumBid: fen(10_000n),
  bidStep: fen(10_000n),
  perInvestorCap: fen(5_000_000n),
  perInvestorCapPpm: ratePpm(1_000_000),
  listingDays: 7,
  listingDaysMaximum: 30,
  minimumRaisePpm: ratePpm(1_000_000),
  settlement: 'automatic',
  graceDays: 0,
  penaltyPpmPerDay: ratePpm(500),
  partialPayments: false,
  allocationOrder: ['penalty', 'fee', 'interest', 'principal'],
  prepayment: 'partial',
  compensator: 'none',
  compensateAfterDays: 0,
};
const start = startProposal(base);

test('a version that is not changed reads back term by term', () => {
  expect(problemsOf(start, ['car-monthly']).size).toBe(0);
  expect(readProposal(base, start)).toEqual({ code: 'car-monthly', name: '车贷', terms: base });
});

test('borrowers, security, prices, parts of a payment and their order are all changed', () => {
  const proposal = readProposal(base, {
    ...start,
    borrowerKinds: ['person', 'enterprise'],
    collateralKinds: ['house'],
    prices: { ...start.prices, A: '', B: '8.4' },
    partialPayments: true,
    allocationOrder: moved(base.allocationOrder, 'principal', -1),
  });
  expect(proposal?.terms).toMatchObject({
    borrowerKinds: ['person', 'enterprise'],
    collateralKinds: ['house'],
    gradePrices: { B: 84_000, C: 105_000 },
    partialPayments: true,
    allocationOrder: ['penalty', 'fee', 'principal', 'interest'],
  });
  expect(readProposal(base, { ...start, priced: false })?.terms.gradePrices).toBeNull();
});

test('a new product needs a code that nobody has, and a name', () => {
  const begun = { ...start, isNew: true, name: ' ' };
  expect([...problemsOf(begun, [])]).toEqual([
    ['code', 'code'],
    ['name', 'missing'],
  ]);
  expect(problemsOf({ ...begun, code: 'car-monthly' }, ['car-monthly']).get('code')).toBe('taken');
  const named = { ...begun, code: 'car-bullet', name: '短期车贷' };
  expect(problemsOf(named, ['car-monthly']).size).toBe(0);
  expect(readProposal(base, named)).toMatchObject({ code: 'car-bullet', name: '短期车贷' });
});

test('what cannot be read is told beside its field, and nothing is sent', () => {
  const wrong = { ...start, prices: { ...start.prices, C: 'ten' }, texts: { ...start.texts, graceDays: 'x' } };
  expect([...problemsOf(wrong, [])]).toEqual([
    ['graceDays', 'unread'],
    ['priceC', 'unread'],
  ]);
  expect(readProposal(base, wrong)).toBeUndefined();
  expect(problemsOf({ ...wrong, texts: start.texts, priced: false }, []).size).toBe(0);
});

test('the order stays at its ends', () => {
  const { allocationOrder: order } = base;
  expect(moved(order, 'penalty', -1)).toEqual(order);
  expect(moved(order, 'principal', 1)).toEqual(order);
  expect(moved(order, 'penalty', 1)).toEqual(['fee', 'penalty', 'interest', 'principal']);
});
