import type { InstalmentRounding } from '#db/schema/products.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';
import { DomainError } from '#server/primitives/errors.ts';
import { type Money, plus, sum } from '#server/primitives/money.ts';
import type { Item } from './allocate.ts';
import { type EarlyFee, earlyFee, earlyItems } from './early-fee.ts';
import type { Instalment } from './instalments.ts';
import { interestOnPart } from './interest-to-day.ts';
import { totalOf } from './owed.ts';
import { type InvestorsSide, investorsSide } from './payoff-quote.ts';
import { type Keep, type NewRow, reschedule } from './reschedule.ts';
import { type Asked, type EarlyTerms, owingItems, rowsAhead } from './rows-ahead.ts';

export type PrepaymentTerms = EarlyTerms & Readonly<{ instalmentRounding: InstalmentRounding }>;
/** How much principal is paid back ahead of the schedule, and what is kept of the rest. */
export type Part = Readonly<{ part: Money; keep: Keep }>;

export type PrepaymentQuote = Readonly<{
  on: PlainDate;
  keep: Keep;
  /** What has fallen due and is still owed, its penalty in it; paid first. */
  owing: readonly Item[];
  principal: Money;
  /** Interest to that day on the principal that is paid back, and on nothing else. */
  interest: Money;
  fee: EarlyFee;
  total: Money;
  investors: InvestorsSide;
  /** The rest of the schedule as it will be. */
  rows: readonly NewRow[];
  items: readonly Item[];
}>;

/**
 * What it costs to pay a part of a loan's principal back on a day, and what the schedule is then.
 * @param number of the row that the payment makes
 * @throws DomainError AMOUNT_NOT_POSITIVE; PREPAYMENT_TOO_LARGE when the part is not less than the principal whose periods
 * have not ended, which is a payoff.
 */
export function prepaymentQuote(
  terms: PrepaymentTerms,
  rows: readonly Instalment[],
  asked: Asked,
  { part, keep }: Part,
  number: number,
): PrepaymentQuote {
  const { owing, running, span } = rowsAhead(terms, rows, asked);
  const left = sum(running.map((row) => row.principal));
  if (part <= 0n) throw new DomainError('AMOUNT_NOT_POSITIVE', 'a part is more than nothing');
  if (!span || part >= left) {
    throw new DomainError('PREPAYMENT_TOO_LARGE', 'a part is less than the principal that is left', {
      leftFen: left.toString(),
    });
  }
  const after = reschedule(terms, running, span.from, { part, keep });
  const interest = interestOnPart(terms, part, span, asked.on);
  const fee = earlyFee(terms, part);
  const due = owingItems(terms, owing);
  const items = [...due, ...earlyItems(number, { principal: part, interest, fee })];
  const scheduled = sum(after.map(({ was }) => was.interest));
  const received = plus(interest, sum(after.map((row) => row.interest)));
  return {
    on: asked.on,
    keep,
    owing: due,
    principal: part,
    interest,
    fee,
    total: sum(items.map(totalOf)),
    investors: investorsSide(scheduled, received, fee.investors),
    rows: after,
    items,
  };
}
