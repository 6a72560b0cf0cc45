import { z } from 'zod';
import { payInstalment } from '#server/domain/repayment/pay-instalment.ts';
import {
  claimsOfInvestor,
  instalmentsOfLoan,
  receiptsOfInvestor,
  upcomingReceipts,
} from '#server/domain/repayment/queries.ts';
import { borrowerProcedure, investorProcedure, publicProcedure, router } from '#server/trpc/init.ts';
import { dateInput, idInput } from '#server/trpc/inputs.ts';

export const repaymentRouter = router({
  instalments: publicProcedure
    .input(z.object({ loanId: idInput }))
    .query(({ ctx, input }) => instalmentsOfLoan(ctx.domain, input.loanId)),
  claims: investorProcedure.query(({ ctx }) => claimsOfInvestor(ctx.domain)),
  receipts: investorProcedure
    .input(z.object({ limit: z.int().min(1).max(200).default(50), before: z.date().optional() }))
    .query(({ ctx, input }) => receiptsOfInvestor(ctx.domain, input)),
  upcoming: investorProcedure
    .input(z.object({ until: dateInput }))
    .query(({ ctx, input }) => upcomingReceipts(ctx.domain, input)),
  pay: borrowerProcedure
    .input(z.object({ requestId: idInput, loanId: idInput }))
    .mutation(({ ctx, input }) => payInstalment(ctx.domain, input)),
});
