import { z } from 'zod';
import { earlyChoices, earlyOutcome, quotePart, quotePayoff } from '#server/domain/repayment/early-quotes.ts';
import { earlyReceipts } from '#server/domain/repayment/early-receipts.ts';
import { payOff } from '#server/domain/repayment/pay-off.ts';
import { prepay } from '#server/domain/repayment/prepay.ts';
import { borrowerProcedure, investorProcedure, router } from '#server/trpc/init.ts';
import { amountInput, dateInput, idInput } from '#server/trpc/inputs.ts';

const ofLoan = z.object({ loanId: idInput });
const agreed = ofLoan.extend({ requestId: idInput, on: dateInput, total: amountInput });

/** Paying a loan ahead of its schedule: what it costs, and doing it. */
export const prepaymentRouter = router({
  choices: borrowerProcedure.input(ofLoan).query(({ ctx, input }) => earlyChoices(ctx.domain, input)),
  quotePayoff: borrowerProcedure
    .input(ofLoan.extend({ on: dateInput }))
    .query(({ ctx, input }) => quotePayoff(ctx.domain, input)),
  quotePart: borrowerProcedure
    .input(ofLoan.extend({ on: dateInput, part: amountInput }))
    .query(({ ctx, input }) => quotePart(ctx.domain, input)),
  outcome: borrowerProcedure
    .input(ofLoan.extend({ collectionId: idInput }))
    .query(({ ctx, input }) => earlyOutcome(ctx.domain, input)),
  payOff: borrowerProcedure.input(agreed).mutation(({ ctx, input }) => payOff(ctx.domain, input)),
  prepay: borrowerProcedure
    .input(agreed.extend({ part: amountInput, keep: z.enum(['term', 'instalment']) }))
    .mutation(({ ctx, input }) => prepay(ctx.domain, input)),
  received: investorProcedure
    .input(z.object({ limit: z.int().min(1).max(100).default(20) }))
    .query(({ ctx, input }) => earlyReceipts(ctx.domain, input)),
});
