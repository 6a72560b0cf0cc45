import { demoPeople } from '#server/domain/member/queries.ts';
import { nextDueDate, platformTotals } from '#server/domain/repayment/platform-totals.ts';
import { publicProcedure, router } from '#server/trpc/init.ts';

export const platformRouter = router({
  /** What every page's frame shows. `now` is the business clock's; `demo` is null in production. */
  status: publicProcedure.query(async ({ ctx }) => ({
    businessDate: ctx.domain.businessDate,
    now: ctx.domain.now(),
    custodyMode: ctx.domain.custody.mode,
    demo: ctx.demoMode ? { people: await demoPeople(ctx.domain), nextDueOn: await nextDueDate(ctx.domain) } : null,
  })),
  totals: publicProcedure.query(({ ctx }) => platformTotals(ctx.domain)),
});
