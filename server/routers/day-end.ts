import { z } from 'zod';
import { dayRuns } from '#server/domain/day-end/queries.ts';
import { reconciliationOfDay } from '#server/domain/reconciliation/queries.ts';
import { adminProcedure, router } from '#server/trpc/init.ts';
import { dateInput } from '#server/trpc/inputs.ts';

const desk = adminProcedure(['finance', 'administrator', 'auditor']);

const range = z.object({
  from: dateInput.optional(),
  to: dateInput.optional(),
  limit: z.int().min(1).max(100).default(31),
});

export const dayEndRouter = router({
  runs: desk.input(range).query(({ ctx, input }) => dayRuns(ctx.domain, input)),
  reconciliation: desk
    .input(z.object({ date: dateInput }))
    .query(async ({ ctx, input }) => (await reconciliationOfDay(ctx.domain, input.date)) ?? null),
});
