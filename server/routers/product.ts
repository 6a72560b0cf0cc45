import { z } from 'zod';
import { decideProduct } from '#server/domain/loan/decide-product.ts';
import { productVersions } from '#server/domain/loan/product-queries.ts';
import { proposeProduct } from '#server/domain/loan/propose-product.ts';
import { ratePpm } from '#server/primitives/rate.ts';
import { adminProcedure, router } from '#server/trpc/init.ts';
import { amountInput, dateInput, idInput, readAmount, textInput } from '#server/trpc/inputs.ts';

const staff = adminProcedure(['loan-officer', 'risk-officer', 'finance', 'administrator', 'auditor']);
const administrator = adminProcedure(['administrator']);
const publisher = adminProcedure(['administrator', 'risk-officer']);

const rate = z
  .int()
  .min(0)
  .max(1_000_000)
  .transform((value) => ratePpm(value));
const perhaps = z
  .custom<bigint | string | null>(() => true)
  .transform((given) => (given === null || given === undefined ? null : readAmount(given)));
const price = z.int().min(0).max(1_000_000).optional();

/** The shape of a version's terms; what they may be together is the domain's to say. */
const terms = z.object({
  borrowerKinds: z.array(z.enum(['person', 'enterprise'])).max(2),
  collateralKinds: z.array(z.enum(['credit', 'house', 'car', 'receivable', 'consumer'])).max(5),
  amountMinimum: amountInput,
  amountMaximum: amountInput,
  secondReviewAbove: perhaps,
  repaymentKind: z.enum(['equal-instalment', 'equal-principal', 'interest-first', 'bullet']),
  termUnit: z.enum(['month', 'day']),
  termMinimum: z.int(),
  termMaximum: z.int(),
  dayCount: z.enum(['30/360', 'ACT/365', 'ACT/360']),
  instalmentRounding: z.enum(['half-even', 'up']),
  rateMinimumPpm: rate,
  rateMaximumPpm: rate,
  gradePrices: z.object({ A: price, B: price, C: price, D: price, E: price, F: price }).nullable(),
  holidayShift: z.enum(['none', 'following']),
  originationFeePpm: rate,
  reservePpm: rate,
  serviceFeePpm: rate,
  prepaymentFeePpm: rate,
  prepaymentFeeInvestorPpm: rate,
  minimumBid: amountInput,
  bidStep: amountInput,
  perInvestorCap: perhaps,
  perInvestorCapPpm: rate.nullable(),
  listingDays: z.int(),
  listingDaysMaximum: z.int(),
  minimumRaisePpm: rate,
  settlement: z.enum(['automatic', 'officer']),
  graceDays: z.int(),
  penaltyPpmPerDay: rate,
  partialPayments: z.boolean(),
  allocationOrder: z.array(z.enum(['penalty', 'fee', 'interest', 'principal'])).length(4),
  prepayment: z.enum(['none', 'full', 'partial']),
  compensator: z.enum(['none', 'guarantor', 'guarantor-through-borrower', 'reserve']),
  compensateAfterDays: z.int(),
});

const proposal = z.object({
  requestId: idInput,
  code: z.string().max(60),
  name: textInput(1, 40),
  validFrom: dateInput,
  terms,
});

const decision = z.object({
  productId: idInput,
  decision: z.enum(['publish', 'refuse']),
  validFrom: dateInput.optional(),
  reason: z.string().max(500).default(''),
});

export const productRouter = router({
  versions: staff.query(({ ctx }) => productVersions(ctx.domain)),
  propose: administrator.input(proposal).mutation(({ ctx, input }) => proposeProduct(ctx.domain, input)),
  decide: publisher.input(decision).mutation(({ ctx, input }) => decideProduct(ctx.domain, input)),
});
