import { z } from 'zod';
import {
  guaranteedLoans,
  guarantorsForStaff,
  guarantorsOnOffer,
  ownGuarantee,
} from '#server/domain/loan/guarantor-queries.ts';
import { decideGuarantor } from '#server/domain/member/decide-guarantor.ts';
import { proposeGuarantor } from '#server/domain/member/propose-guarantor.ts';
import { suspendGuarantor } from '#server/domain/member/suspend-guarantor.ts';
import { adminProcedure, borrowerProcedure, guarantorProcedure, router } from '#server/trpc/init.ts';
import { amountInput, idInput } from '#server/trpc/inputs.ts';

const risk = adminProcedure(['risk-officer', 'administrator']);
const one = z.object({ enterpriseId: idInput });

export const guarantorRouter = router({
  /** The guarantor's own standing, or null before anybody has proposed it. */
  mine: guarantorProcedure.query(async ({ ctx }) => (await ownGuarantee(ctx.domain)) ?? null),
  loans: guarantorProcedure.query(({ ctx }) => guaranteedLoans(ctx.domain)),
  onOffer: borrowerProcedure.query(({ ctx }) => guarantorsOnOffer(ctx.domain)),
  all: adminProcedure(['risk-officer', 'administrator', 'auditor', 'loan-officer']).query(({ ctx }) =>
    guarantorsForStaff(ctx.domain),
  ),
  propose: risk
    .input(one.extend({ exposureLimit: amountInput }))
    .mutation(({ ctx, input }) => proposeGuarantor(ctx.domain, input)),
  decide: risk
    .input(one.extend({ accept: z.boolean() }))
    .mutation(({ ctx, input }) => decideGuarantor(ctx.domain, input)),
  suspend: risk.input(one).mutation(({ ctx, input }) => suspendGuarantor(ctx.domain, input)),
});
