import { z } from 'zod';
import { gatewayProgress } from '#server/domain/cash/queries.ts';
import { openPage } from '#server/domain/custody/open-page.ts';
import { instructionCounts, instructions, refusedNotices } from '#server/domain/custody/queries.ts';
import { adminProcedure, customerProcedure, router } from '#server/trpc/init.ts';
import { idInput } from '#server/trpc/inputs.ts';

const desk = adminProcedure(['finance', 'administrator', 'auditor']);

const filter = z.object({
  states: z.array(z.enum(['created', 'sent', 'unknown', 'accepted', 'succeeded', 'failed'])).optional(),
  cursor: idInput.nullish(),
  limit: z.int().min(1).max(200).default(50),
});

export const custodyRouter = router({
  /** The signed form that the customer's browser posts to the bank. */
  openPage: customerProcedure
    .input(z.object({ instructionId: idInput }))
    .mutation(({ ctx, input }) => openPage(ctx.domain, input.instructionId, ctx.userDevice)),
  /** How something the customer began at the bank stands. */
  progress: customerProcedure
    .input(z.object({ requestNo: z.string().min(1).max(50) }))
    .query(({ ctx, input }) => gatewayProgress(ctx.domain, { requestNo: input.requestNo })),
  instructions: desk
    .input(filter)
    .query(({ ctx, input: { cursor, ...rest } }) =>
      instructions(ctx.domain.db, { ...rest, before: cursor ?? undefined }),
    ),
  /** How many stand in each state; `now` is the business clock, for the age of the oldest. */
  counts: desk.query(async ({ ctx }) => ({ now: ctx.domain.now(), states: await instructionCounts(ctx.domain.db) })),
  refusedNotices: desk.query(({ ctx }) => refusedNotices(ctx.domain.db, 20)),
});
