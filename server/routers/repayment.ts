import { z } from 'zod';
import { collectNow } from '#server/domain/repayment/collect-now.ts';
import { overdueLoans } from '#server/domain/repayment/overdue-loans.ts';
import { owedNow } from '#server/domain/repayment/owed-now.ts';
import { payInstalment } from '#server/domain/repayment/pay-instalment.ts';
import { paymentsOfLoan } from '#server/domain/repayment/payments.ts';
import {
  claimsOfInvestor,
  instalmentsOfLoan,
  receiptsOfInvestor,
  upcomingReceipts,
} from '#server/domain/repayment/queries.ts';
import { adminProcedure, borrowerProcedure, investorProcedure, publicProcedure, router } from '#server/trpc/init.ts';
import { amountInput, dateInput, idInput } from '#server/trpc/inputs.ts';

/** Whoever sees who is late. */
const DESK = ['loan-officer', 'risk-officer', 'finance', 'administrator', 'auditor'] as const;

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
  /** What the borrower owes of a loan now, and why. */
  owed: borrowerProcedure.input(z.object({ loanId: idInput })).query(({ ctx, input }) => owedNow(ctx.domain, input)),
  payments: borrowerProcedure
    .input(z.object({ loanId: idInput }))
    .query(({ ctx, input }) => paymentsOfLoan(ctx.domain, input)),
  pay: borrowerProcedure
    .input(z.object({ requestId: idInput, loanId: idInput, amount: amountInput.optional() }))
    .mutation(({ ctx, input }) => payInstalment(ctx.domain, input)),
  overdue: adminProcedure(DESK).query(({ ctx }) => overdueLoans(ctx.domain)),
  collectNow: adminProcedure(['finance', 'risk-officer'])
    .input(z.object({ requestId: idInput, loanId: idInput }))
    .mutation(({ ctx, input }) => collectNow(ctx.domain, input)),
});
