import { z } from 'zod';
import { mailOutbox } from '#server/domain/alert/queries.ts';
import { travelTo } from '#server/domain/day-end/travel.ts';
import { demoProcedure, router } from '#server/trpc/init.ts';
import { dateInput } from '#server/trpc/inputs.ts';

const FURTHEST_DAYS = 92;

/** One of the two: so many days on, or to a date. */
const destination = z.union([
  z.object({ advanceDays: z.int().min(1).max(FURTHEST_DAYS) }).strict(),
  z.object({ to: dateInput }).strict(),
]);

export const demoRouter = router({
  /** What the platform has sent, or would have sent if it had a mail server. */
  mails: demoProcedure.query(({ ctx }) => mailOutbox(ctx.domain, 50)),
  travel: demoProcedure.input(destination).mutation(({ ctx, input }) => travelTo(ctx.domain, input)),
});
