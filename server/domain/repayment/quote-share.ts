import type { PlainDate } from '#server/primitives/calendar.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { type Money, minus, sum } from '#server/primitives/money.ts';
import { shareOf } from '#server/primitives/rate.ts';
import type { DomainContext } from '../context.ts';
import { shiftOf } from '../loan/holidays.ts';
import { loanPage } from '../loan/queries.ts';
import { buildSchedule, type ScheduleTerms } from '../loan/schedule.ts';
import { previewShare } from './preview-share.ts';
import { instalmentsOfLoan } from './queries.ts';

type Row = Readonly<{ period: number; dueOn: PlainDate; principal: Money; interest: Money; instalment: Money }>;
export type ShareQuote = Readonly<{
  /** False while the loan is not settled: then the dates count from today. */
  settled: boolean;
  rows: Row[];
  interest: Money;
  serviceFee: Money;
  /** Interest less the investor's service fee. */
  earned: Money;
}>;

/**
 * What a stake in a loan would bring, period by period, before the investor's service fee.
 * @throws DomainError NOT_FOUND, AMOUNT_NOT_POSITIVE, AMOUNT_OVER_REMAINING (more than the whole loan)
 */
export async function quoteShare(
  ctx: Pick<DomainContext, 'db' | 'businessDate'>,
  { loanId, stake }: { loanId: Uuid; stake: Money },
): Promise<ShareQuote> {
  const loan = await loanPage(ctx, loanId);
  if (stake <= 0n) throw new DomainError('AMOUNT_NOT_POSITIVE', 'a stake is more than nothing');
  if (stake > loan.amount) {
    throw new DomainError('AMOUNT_OVER_REMAINING', 'more than the loan', { remainingFen: loan.remaining.toString() });
  }
  const settled = await instalmentsOfLoan(ctx, loanId);
  const term = loan.termUnit === 'month' ? { months: loan.term } : { days: loan.term };
  const terms = {
    amount: loan.amount,
    ratePpm: loan.ratePpm,
    kind: loan.repaymentKind,
    dayCount: loan.dayCount,
    start: ctx.businessDate,
    rounding: loan.instalmentRounding,
    ...term,
  } as ScheduleTerms;
  const shift = await shiftOf(ctx.db, loan, ctx.businessDate);
  const planned = () => buildSchedule(terms).map((row) => ({ ...row, dueOn: shift(row.dueOn) }));
  const rows = settled.length > 0 ? settled : planned();
  const share = previewShare(rows, loan.amount, stake).map(
    (row, index): Row => ({ ...row, period: index + 1, instalment: row.total }),
  );
  const interest = sum(share.map((row) => row.interest));
  const serviceFee = sum(share.map((row) => shareOf(row.interest, loan.serviceFeePpm)));
  return { settled: settled.length > 0, rows: share, interest, serviceFee, earned: minus(interest, serviceFee) };
}
