import { z } from 'zod';
import { certificateOfDay } from '#server/domain/reconciliation/certificate-queries.ts';
import { verifyCertificates } from '#server/domain/reconciliation/verify-certificates.ts';
import { adminProcedure, router } from '#server/trpc/init.ts';
import { dateInput } from '#server/trpc/inputs.ts';

const desk = adminProcedure(['finance', 'administrator', 'auditor']);

export const certificateRouter = router({
  /** The newest version unless one is named; null for a day without. */
  ofDay: desk
    .input(z.object({ date: dateInput, version: z.int().min(1).optional() }))
    .query(async ({ ctx, input }) => (await certificateOfDay(ctx.domain, input)) ?? null),
  /** Holds the certificates of these days against the database as it stands; changes nothing. */
  verify: desk
    .input(z.object({ from: dateInput.optional(), to: dateInput.optional() }))
    .query(({ ctx, input }) => verifyCertificates(ctx.domain, input)),
});
