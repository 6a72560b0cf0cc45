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
  minimumBid: fen(10_000n),
  bidStep: fen(10_000n),
  perInvestorCap: null,
  listingDays: 7,
  graceDays: 0,
  penaltyPpmPerDay: ratePpm(500),
} as const;

/** The first versions of the products: one for each way of repaying. */
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
];

/** Inserts the first product versions where they are missing. Harmless when repeated. */
export async function ensureProducts(tx: Transaction, ctx: Pick<DomainContext, 'newId'>): Promise<void> {
  await tx
    .insert(product)
    .values(FIRST_PRODUCTS.map((version) => ({ ...version, id: ctx.newId() })))
    .onConflictDoNothing({ target: [product.code, product.version] });
}
