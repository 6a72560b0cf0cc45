import { z } from 'zod';
import { coverageOf } from '#server/domain/repayment/coverage.ts';
import { decideWriteOff } from '#server/domain/repayment/decide-write-off.ts';
import { proposeWriteOff } from '#server/domain/repayment/propose-write-off.ts';
import {
  failedCompensations,
  recourseForStaff,
  recourseOfGuarantor,
  writeOffDesk,
} from '#server/domain/repayment/recourse.ts';
import { adminProcedure, guarantorProcedure, publicProcedure, router } from '#server/trpc/init.ts';
import { idInput } from '#server/trpc/inputs.ts';

const DESK = ['loan-officer', 'risk-officer', 'finance', 'administrator', 'auditor'] as const;

export const recourseRouter = router({
  /** Who pays if the borrowers of some loans do not. */
  coverage: publicProcedure
    .input(z.object({ loanIds: z.array(idInput).min(1).max(100) }))
    .query(({ ctx, input }) => coverageOf(ctx.domain, input.loanIds)),
  all: adminProcedure(DESK).query(({ ctx }) => recourseForStaff(ctx.domain)),
  failed: adminProcedure(DESK).query(({ ctx }) => failedCompensations(ctx.domain)),
  mine: guarantorProcedure.query(({ ctx }) => recourseOfGuarantor(ctx.domain)),
  writeOffs: adminProcedure(DESK).query(({ ctx }) => writeOffDesk(ctx.domain)),
  proposeWriteOff: adminProcedure(['risk-officer', 'finance'])
    .input(z.object({ loanId: idInput, reason: z.string().trim().min(2).max(500) }))
    .mutation(({ ctx, input }) => proposeWriteOff(ctx.domain, input)),
  decideWriteOff: adminProcedure(['risk-officer', 'finance'])
    .input(z.object({ loanId: idInput, confirm: z.boolean() }))
    .mutation(({ ctx, input }) => decideWriteOff(ctx.domain, input)),
});
