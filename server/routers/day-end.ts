import { z } from 'zod';
import { dryRun } from '#server/domain/day-end/dry-run.ts';
import { madeFiles } from '#server/domain/day-end/own-files.ts';
import { dayRuns } from '#server/domain/day-end/queries.ts';
import { retryDayEnd } from '#server/domain/day-end/retry-day-end.ts';
import { reconciliationOfDay } from '#server/domain/reconciliation/queries.ts';
import { adminProcedure, router } from '#server/trpc/init.ts';
import { dateInput } from '#server/trpc/inputs.ts';

const desk = adminProcedure(['finance', 'administrator', 'auditor']);
const finance = adminProcedure(['finance', 'administrator']);
const ofDay = z.object({ date: dateInput });

const range = z.object({
  from: dateInput.optional(),
  to: dateInput.optional(),
  limit: z.int().min(1).max(100).default(31),
});

export const dayEndRouter = router({
  runs: desk.input(range).query(({ ctx, input }) => dayRuns(ctx.domain, input)),
  reconciliation: desk
    .input(ofDay)
    .query(async ({ ctx, input }) => (await reconciliationOfDay(ctx.domain, input.date)) ?? null),
  ownFiles: desk.input(ofDay).query(({ ctx, input }) => madeFiles(ctx.domain, [input.date])),
  dryRun: desk.input(z.object({ date: dateInput.optional() })).query(({ ctx, input }) => dryRun(ctx.domain, input)),
  retry: finance
    .input(ofDay.extend({ step: z.string().max(40) }))
    .mutation(({ ctx, input }) => retryDayEnd(ctx.domain, input)),
});
