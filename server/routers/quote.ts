import { z } from 'zod';
import { shiftOf } from '#server/domain/loan/holidays.ts';
import { quoteLoan } from '#server/domain/loan/quote.ts';
import type { ScheduleTerms } from '#server/domain/loan/schedule.ts';
import { quoteShare } from '#server/domain/repayment/quote-share.ts';
import { publicProcedure, router } from '#server/trpc/init.ts';
import { amountInput, dateInput, idInput, rateInput } from '#server/trpc/inputs.ts';

const LONGEST = { month: 60, day: 365 } as const;

const terms = z
  .object({
    amount: amountInput,
    ratePpm: rateInput,
    feePpm: rateInput,
    kind: z.enum(['equal-instalment', 'equal-principal', 'interest-first', 'bullet']),
    term: z.int().min(1),
    termUnit: z.enum(['month', 'day']),
    dayCount: z.enum(['30/360', 'ACT/365', 'ACT/360']).default('30/360'),
    rounding: z.enum(['half-even', 'up']).default('half-even'),
    holidayShift: z.enum(['none', 'following']).default('none'),
    start: dateInput.optional(),
  })
  .refine(({ term, termUnit }) => term <= LONGEST[termUnit], { path: ['term'] })
  .refine(({ kind, termUnit }) => termUnit === 'month' || kind === 'bullet', { path: ['termUnit'] });

export const quoteRouter = router({
  /** What a stake in a loan would bring. */
  share: publicProcedure
    .input(z.object({ loanId: idInput, stake: amountInput }))
    .query(({ ctx, input }) => quoteShare(ctx.domain, input)),
  /** A schedule with its cost, for terms that anybody may try; from today unless said otherwise. */
  schedule: publicProcedure.input(terms).query(async ({ ctx, input }) => {
    const { feePpm, term, termUnit, holidayShift, start = ctx.domain.businessDate, ...rest } = input;
    const asked = { ...rest, start, ...(termUnit === 'month' ? { months: term } : { days: term }) } as ScheduleTerms;
    return quoteLoan(asked, feePpm, await shiftOf(ctx.domain.db, { holidayShift }, start));
  }),
});
