import { z } from 'zod';
import { exceptionsFrom } from '#server/domain/loan/holidays.ts';
import { setDay } from '#server/domain/loan/set-day.ts';
import { adminProcedure, router } from '#server/trpc/init.ts';
import { dateInput } from '#server/trpc/inputs.ts';

const staff = adminProcedure(['loan-officer', 'risk-officer', 'finance', 'administrator', 'auditor']);

export const calendarRouter = router({
  /** The days to come, today with them, that are not as their weekday says. */
  exceptions: staff.query(({ ctx }) => exceptionsFrom(ctx.domain.db, ctx.domain.businessDate)),
  setDay: adminProcedure(['administrator'])
    .input(z.object({ day: dateInput, kind: z.enum(['off', 'work', 'usual']), name: z.string() }))
    .mutation(({ ctx, input }) => setDay(ctx.domain, input)),
});
