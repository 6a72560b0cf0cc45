import { z } from 'zod';
import type { DayCount, InstalmentRounding, RepaymentKind } from '#db/schema/products.ts';
import { buildSchedule, type ScheduleTerms } from '#server/domain/loan/schedule.ts';
import { type Money, sum, toDecimalText } from '#server/primitives/money.ts';
import { type RatePpm, ratePpm } from '#server/primitives/rate.ts';
import { amountText, dateText, elementCommand } from './elements.ts';

const KINDS = ['equal-instalment', 'equal-principal', 'interest-first', 'bullet'] as const satisfies RepaymentKind[];
const ROUNDINGS = ['half-even', 'up'] as const satisfies InstalmentRounding[];
const DAY_COUNTS = ['30/360', 'ACT/365', 'ACT/360'] as const satisfies DayCount[];

/** "9.4822" percent is 94,822 parts per million; four decimals are all that a rate has, noughts after them say no more. */
function readPercent(text: string): RatePpm | undefined {
  const match = /^(\d{1,4})(?:\.(\d{1,4})0*)?$/.exec(text);
  if (!match) return undefined;
  const ppm = Number.parseInt((match[1] ?? '') + (match[2] ?? '').padEnd(4, '0'), 10);
  return ppm <= 10_000_000 ? ratePpm(ppm) : undefined;
}

const percentText = z
  .string('must be a rate as text such as "9.4822"')
  .transform(readPercent)
  .refine((rate) => rate !== undefined, 'must be a rate as text such as "9.4822", at most "1000"');

const element = z
  .strictObject({
    amount: amountText,
    annualRatePct: percentText,
    kind: z.enum(KINDS, `must be one of ${KINDS.join(', ')}`),
    months: z.int().optional(),
    days: z.int().optional(),
    start: dateText,
    rounding: z.enum(ROUNDINGS, `must be one of ${ROUNDINGS.join(', ')}`).default('half-even'),
    dayCount: z.enum(DAY_COUNTS, `must be one of ${DAY_COUNTS.join(', ')}`).default('30/360'),
  })
  .transform((read, context): ScheduleTerms => {
    const { annualRatePct, months, days, ...rest } = read;
    const common = { ...rest, ratePpm: annualRatePct ?? ratePpm(0) };
    if (months !== undefined && days === undefined) return { ...common, months };
    if (days !== undefined && months === undefined) return { ...common, days };
    context.issues.push({ code: 'custom', message: 'needs either months or days', input: read });
    return z.NEVER;
  });

/** `schedule --stdin`: the rows of each loan as the books will have them, amounts as text with two decimals. */
export const command = elementCommand(element, (terms) => {
  const rows = buildSchedule(terms);
  const text = (amount: Money): string => toDecimalText(amount);
  return {
    rows: rows.map((row) => ({
      period: row.period,
      dueOn: row.dueOn,
      instalment: text(row.instalment),
      principal: text(row.principal),
      interest: text(row.interest),
      balance: text(row.balance),
    })),
    totalInterest: text(sum(rows.map((row) => row.interest))),
  };
});
