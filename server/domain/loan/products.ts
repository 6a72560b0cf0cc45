import { product } from '#db/schema/products.ts';
import type { Transaction } from '#db/transaction.ts';
import { plainDate } from '#server/primitives/calendar.ts';
import { fen } from '#server/primitives/money.ts';
import { ratePpm } from '#server/primitives/rate.ts';
import type { DomainContext } from '../context.ts';

type ProductVersion = Omit<typeof product.$inferInsert, 'id'>;

const common = {
  version: 1,
  validFrom: plainDate('2024-01-01'),
  termUnit: 'month',
  termMinimum: 1,
  dayCount: '30/360',
  instalmentRounding: 'half-even',
  rateMinimumPpm: ratePpm(40_000),
  rateMaximumPpm: ratePpm(180_000),
  originationFeePpm: ratePpm(15_000),
  serviceFeePpm: ratePpm(50_000),
  amountMinimum: fen(10_000n),
  minimumBid: fen(10_000n),
  bidStep: fen(10_000n),
  perInvestorCap: null,
  listingDays: 7,
  graceDays: 0,
  penaltyPpmPerDay: ratePpm(500),
} as const;

/** The first versions of the products: one for each way of repaying, then one for each way of standing in for a borrower. */
export const FIRST_PRODUCTS: readonly ProductVersion[] = [
  {
    ...common,
    code: 'monthly-instalment',
    name: '等额本息',
    repaymentKind: 'equal-instalment',
    termMinimum: 3,
    termMaximum: 36,
  },
  {
    ...common,
    code: 'monthly-principal',
    name: '等额本金',
    repaymentKind: 'equal-principal',
    termMinimum: 3,
    termMaximum: 36,
    dayCount: 'ACT/365',
  },
  {
    ...common,
    code: 'interest-first',
    name: '先息后本',
    repaymentKind: 'interest-first',
    termMaximum: 12,
    originationFeePpm: ratePpm(10_000),
    perInvestorCap: fen(10_000_000n),
  },
  {
    ...common,
    code: 'short-bullet',
    name: '一次性还本付息',
    repaymentKind: 'bullet',
    termUnit: 'day',
    termMinimum: 7,
    termMaximum: 180,
    dayCount: 'ACT/365',
    originationFeePpm: ratePpm(5_000),
    perInvestorCap: fen(5_000_000n),
    listingDays: 3,
  },
  {
    ...common,
    code: 'enterprise-guaranteed',
    name: '企业房产担保贷',
    borrowerKinds: ['enterprise'],
    collateralKinds: ['house'],
    amountMinimum: fen(1_000_000n),
    secondReviewAbove: fen(10_000_000n),
    repaymentKind: 'equal-instalment',
    termMinimum: 3,
    termMaximum: 36,
    gradePrices: { A: 72_000, B: 84_000, C: 96_000, D: 108_000 },
    holidayShift: 'following',
    originationFeePpm: ratePpm(12_000),
    prepaymentFeePpm: ratePpm(10_000),
    prepaymentFeeInvestorPpm: ratePpm(500_000),
    partialPayments: true,
    compensator: 'guarantor',
    compensateAfterDays: 5,
  },
  {
    ...common,
    code: 'enterprise-receivable',
    name: '企业应收账款贷',
    borrowerKinds: ['enterprise'],
    collateralKinds: ['receivable'],
    amountMinimum: fen(1_000_000n),
    secondReviewAbove: fen(10_000_000n),
    repaymentKind: 'interest-first',
    termMaximum: 12,
    originationFeePpm: ratePpm(10_000),
    minimumRaisePpm: ratePpm(800_000),
    partialPayments: true,
    compensator: 'guarantor-through-borrower',
    compensateAfterDays: 5,
  },
  {
    ...common,
    code: 'consumer-reserve',
    name: '消费备用金贷',
    collateralKinds: ['consumer'],
    amountMaximum: fen(5_000_000n),
    repaymentKind: 'equal-instalment',
    termMinimum: 3,
    termMaximum: 24,
    instalmentRounding: 'up',
    reservePpm: ratePpm(10_000),
    partialPayments: true,
    compensator: 'reserve',
    compensateAfterDays: 5,
  },
];

/** Inserts the first product versions where they are missing. Harmless when repeated. */
export async function ensureProducts(tx: Transaction, ctx: Pick<DomainContext, 'newId'>): Promise<void> {
  await tx
    .insert(product)
    .values(FIRST_PRODUCTS.map((version) => ({ ...version, id: ctx.newId() })))
    .onConflictDoNothing({ target: [product.code, product.version] });
}
