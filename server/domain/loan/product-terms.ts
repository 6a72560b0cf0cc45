import type { Product } from './product-on-sale.ts';

/** What a version of a product says beside its code, name and dates. */
export type ProductTerms = Omit<
  Product,
  | 'id'
  | 'code'
  | 'version'
  | 'name'
  | 'validFrom'
  | 'state'
  | 'proposedBy'
  | 'proposedAt'
  | 'publishedBy'
  | 'publishedAt'
>;
export type TermName = keyof ProductTerms;
/** A term that cannot be, and in what way. */
export type TermProblem = Readonly<{ field: TermName; problem: 'range' | 'order' | 'missing' | 'together' }>;

const WHOLE = 1_000_000;
const LONGEST = { month: 60, day: 365 } as const;
const PARTS = ['fee', 'interest', 'penalty', 'principal'];

type Check = (terms: ProductTerms) => boolean;
type Rule = readonly [TermName, TermProblem['problem'], Check];

const within = (field: TermName, from: number, to: number, read: (terms: ProductTerms) => number): Rule => [
  field,
  'range',
  (terms) => Number.isInteger(read(terms)) && read(terms) >= from && read(terms) <= to,
];

/** Every rule with the field that it is shown beside; a rule holds when its check is true. */
const RULES: readonly Rule[] = [
  ['borrowerKinds', 'missing', ({ borrowerKinds }) => borrowerKinds.length > 0],
  ['collateralKinds', 'missing', ({ collateralKinds }) => collateralKinds.length > 0],
  ['amountMinimum', 'range', ({ amountMinimum }) => amountMinimum > 0n],
  ['amountMaximum', 'order', ({ amountMinimum, amountMaximum }) => amountMaximum >= amountMinimum],
  ['secondReviewAbove', 'range', ({ secondReviewAbove }) => secondReviewAbove === null || secondReviewAbove >= 0n],
  ['termUnit', 'together', ({ termUnit, repaymentKind }) => termUnit === 'month' || repaymentKind === 'bullet'],
  ['termMinimum', 'range', ({ termMinimum }) => Number.isInteger(termMinimum) && termMinimum >= 1],
  ['termMaximum', 'order', ({ termMinimum, termMaximum }) => termMaximum >= termMinimum],
  [
    'termMaximum',
    'range',
    ({ termMaximum, termUnit }) => Number.isInteger(termMaximum) && termMaximum <= LONGEST[termUnit],
  ],
  within('rateMinimumPpm', 0, 360_000, (terms) => terms.rateMinimumPpm),
  within('rateMaximumPpm', 0, 360_000, (terms) => terms.rateMaximumPpm),
  ['rateMaximumPpm', 'order', ({ rateMinimumPpm, rateMaximumPpm }) => rateMaximumPpm >= rateMinimumPpm],
  [
    'gradePrices',
    'order',
    ({ gradePrices, rateMinimumPpm, rateMaximumPpm }) =>
      Object.values(gradePrices ?? {}).every((price) => price >= rateMinimumPpm && price <= rateMaximumPpm),
  ],
  ['gradePrices', 'missing', ({ gradePrices }) => gradePrices === null || Object.keys(gradePrices).length > 0],
  within('originationFeePpm', 0, 100_000, (terms) => terms.originationFeePpm),
  within('reservePpm', 0, 100_000, (terms) => terms.reservePpm),
  ['reservePpm', 'order', ({ reservePpm, originationFeePpm }) => reservePpm <= originationFeePpm],
  within('serviceFeePpm', 0, 300_000, (terms) => terms.serviceFeePpm),
  within('prepaymentFeePpm', 0, 50_000, (terms) => terms.prepaymentFeePpm),
  within('prepaymentFeeInvestorPpm', 0, WHOLE, (terms) => terms.prepaymentFeeInvestorPpm),
  [
    'prepaymentFeePpm',
    'together',
    ({ prepayment, prepaymentFeePpm }) => prepayment !== 'none' || prepaymentFeePpm === 0,
  ],
  ['minimumBid', 'range', ({ minimumBid }) => minimumBid > 0n],
  ['minimumBid', 'order', ({ minimumBid, amountMinimum }) => minimumBid <= amountMinimum],
  ['bidStep', 'range', ({ bidStep }) => bidStep > 0n],
  [
    'perInvestorCap',
    'order',
    ({ perInvestorCap, minimumBid }) => perInvestorCap === null || perInvestorCap >= minimumBid,
  ],
  [
    'perInvestorCapPpm',
    'range',
    ({ perInvestorCapPpm }) => perInvestorCapPpm === null || (perInvestorCapPpm > 0 && perInvestorCapPpm <= WHOLE),
  ],
  within('listingDays', 1, 90, (terms) => terms.listingDays),
  within('listingDaysMaximum', 1, 90, (terms) => terms.listingDaysMaximum),
  ['listingDaysMaximum', 'order', ({ listingDays, listingDaysMaximum }) => listingDaysMaximum >= listingDays],
  within('minimumRaisePpm', 1, WHOLE, (terms) => terms.minimumRaisePpm),
  within('graceDays', 0, 30, (terms) => terms.graceDays),
  within('penaltyPpmPerDay', 0, 1_000, (terms) => terms.penaltyPpmPerDay),
  ['allocationOrder', 'missing', ({ allocationOrder }) => [...allocationOrder].sort().join() === PARTS.join()],
  within('compensateAfterDays', 0, 90, (terms) => terms.compensateAfterDays),
  ['compensator', 'together', ({ compensator, reservePpm }) => compensator === 'reserve' || reservePpm === 0],
];

/**
 * What is wrong with the terms of a product, the first problem of each field: ranges, the order of a least and a most,
 * and terms that only make sense together. Rates reach 36 % a year, origination fees 10 %, penalties 0.1 % a day.
 */
export function termProblems(terms: ProductTerms): readonly TermProblem[] {
  const found = new Map<TermName, TermProblem>();
  for (const [field, problem, holds] of RULES) {
    if (!found.has(field) && !holds(terms)) found.set(field, { field, problem });
  }
  return [...found.values()];
}
