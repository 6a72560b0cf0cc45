import { z } from 'zod';
import { capOf } from '#server/domain/bidding/rules.ts';
import { acceptOffer } from '#server/domain/loan/accept-offer.ts';
import { decideLoan } from '#server/domain/loan/decide-loan.ts';
import {
  loanPage,
  loansForStaff,
  loansOfBorrower,
  marketLoans,
  productsOnSale,
  reviewQueue,
} from '#server/domain/loan/queries.ts';
import { takeUp } from '#server/domain/score/take-up.ts';
import { adminProcedure, borrowerProcedure, publicProcedure, router } from '#server/trpc/init.ts';
import { amountInput, idInput, rateInput } from '#server/trpc/inputs.ts';

const officer = adminProcedure(['loan-officer', 'risk-officer']);
const staff = adminProcedure(['loan-officer', 'risk-officer', 'finance', 'administrator', 'auditor']);

const market = z.object({
  states: z
    .array(z.enum(['scheduled', 'open', 'closing', 'full', 'settling', 'repaying', 'overdue', 'repaid']))
    .optional(),
  repaymentKind: z.enum(['equal-instalment', 'equal-principal', 'interest-first', 'bullet']).optional(),
  rateFromPpm: z.int().min(0).max(1_000_000).optional(),
  termDaysTo: z.int().min(1).max(2_000).optional(),
  sort: z.enum(['newest', 'rate', 'term', 'remaining']).default('newest'),
  offset: z.int().min(0).max(100_000).default(0),
  limit: z.int().min(1).max(100).default(20),
});

const decision = z.object({
  loanId: idInput,
  decision: z.enum(['offer', 'return', 'reject']),
  amount: amountInput.optional(),
  term: z.int().optional(),
  ratePpm: rateInput.optional(),
  grade: z.enum(['A', 'B', 'C', 'D', 'E', 'F']).optional(),
  reason: z.string().max(500),
});

const oneLoan = z.object({ loanId: idInput });

export const loanRouter = router({
  market: publicProcedure.input(market).query(({ ctx, input }) => marketLoans(ctx.domain, input)),
  page: publicProcedure.input(oneLoan).query(async ({ ctx, input }) => {
    const loan = await loanPage(ctx.domain, input.loanId);
    /** `now` is the business clock, for the countdown. */
    return { ...loan, perInvestorCap: capOf(loan), now: ctx.domain.now() };
  }),
  products: publicProcedure.query(({ ctx }) => productsOnSale(ctx.domain)),

  mine: borrowerProcedure.query(({ ctx }) => loansOfBorrower(ctx.domain)),
  acceptOffer: borrowerProcedure
    .input(oneLoan.extend({ opensAt: z.date().optional() }))
    .mutation(({ ctx, input }) => acceptOffer(ctx.domain, input)),

  reviewQueue: staff.query(({ ctx }) => reviewQueue(ctx.domain)),
  startReview: officer.input(oneLoan).mutation(({ ctx, input }) => takeUp(ctx.domain, input)),
  decide: officer.input(decision).mutation(({ ctx, input }) => decideLoan(ctx.domain, input)),
  all: staff
    .input(z.object({ cursor: idInput.nullish(), limit: z.int().min(1).max(200).default(50) }))
    .query(({ ctx, input: { cursor, limit } }) => loansForStaff(ctx.domain, { before: cursor ?? undefined, limit })),
});
