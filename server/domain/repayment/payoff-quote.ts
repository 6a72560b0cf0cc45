import type { PlainDate } from '#server/primitives/calendar.ts';
import { type Money, minus, plus, sum, ZERO } from '#server/primitives/money.ts';
import type { Item } from './allocate.ts';
import { type EarlyFee, earlyFee, earlyItems } from './early-fee.ts';
import type { Instalment } from './instalments.ts';
import { interestToDay } from './interest-to-day.ts';
import { totalOf } from './owed.ts';
import { type Asked, type EarlyTerms, owingItems, rowsAhead } from './rows-ahead.ts';

/** What paying early takes from the investors, and gives them. */
export type InvestorsSide = Readonly<{
  /** The interest that the schedule still had for them. */
  scheduled: Money;
  /** What of it they receive. */
  received: Money;
  /** Their share of the fee. */
  fee: Money;
  /** scheduled − received − fee: what they lose, all together. */
  lost: Money;
}>;

export type PayoffQuote = Readonly<{
  on: PlainDate;
  /** What has fallen due and is still owed, its penalty in it; paid first. */
  owing: readonly Item[];
  principal: Money;
  /** Interest of the running period to that day, and of one that has ended but is not yet due. */
  interest: Money;
  fee: EarlyFee;
  total: Money;
  investors: InvestorsSide;
  /** All that the collection is made of; the row ahead of the schedule last. */
  items: readonly Item[];
}>;

export function investorsSide(scheduled: Money, received: Money, fee: Money): InvestorsSide {
  return { scheduled, received, fee, lost: minus(minus(scheduled, received), fee) };
}

const principalOf = (rows: readonly Instalment[]): Money => sum(rows.map((row) => row.principal));
const interestOf = (rows: readonly Instalment[]): Money => sum(rows.map((row) => row.interest));

/**
 * What a loan costs to pay off on a day (domain.md, section 2): what is overdue with its penalty, the principal that is
 * left, interest to the day, and the product's fee on the principal that is paid early.
 * @param number of the row that the payoff makes
 */
export function payoffQuote(terms: EarlyTerms, rows: readonly Instalment[], asked: Asked, number: number): PayoffQuote {
  const { owing, ended, running, span } = rowsAhead(terms, rows, asked);
  const early = principalOf(running);
  const [current] = running;
  const inPeriod =
    current && span
      ? interestToDay(terms, { principal: early, scheduledInterest: current.interest }, span, asked.on)
      : ZERO;
  const interest = plus(interestOf(ended), inPeriod);
  const principal = plus(principalOf(ended), early);
  const fee = earlyFee(terms, early);
  const due = owingItems(terms, owing);
  const items = [...due, ...earlyItems(number, { principal, interest, fee })];
  const scheduled = interestOf([...ended, ...running]);
  return {
    on: asked.on,
    owing: due,
    principal,
    interest,
    fee,
    total: sum(items.map(totalOf)),
    investors: investorsSide(scheduled, interest, fee.investors),
    items,
  };
}
