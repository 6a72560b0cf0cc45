import type { PlainDate } from '#server/primitives/calendar.ts';
import { type Money, ZERO } from '#server/primitives/money.ts';
import { ratePpm } from '#server/primitives/rate.ts';
import type { Item } from './allocate.ts';
import { earlyItems } from './early-fee.ts';
import type { Instalment } from './instalments.ts';
import { owedOf } from './owed.ts';
import { payoffQuote } from './payoff-quote.ts';
import type { EarlyTerms } from './rows-ahead.ts';

/** After so many compensated instalments in a row the whole remaining debt is paid at once. */
const COMPENSATED_IN_A_ROW = 3;

/** Whether the newest instalments that were paid in the borrower's place are so many, one after the other, and none is made good. */
export function isRunOfCompensations(rows: readonly Instalment[]): boolean {
  const scheduled = rows.filter(({ kind }) => kind === 'scheduled');
  const last = scheduled.findLastIndex(({ state }) => state === 'compensated');
  const run = scheduled.slice(Math.max(0, last + 1 - COMPENSATED_IN_A_ROW), last + 1);
  return run.length === COMPENSATED_IN_A_ROW && run.every(({ state }) => state === 'compensated');
}

/** What is left of a loan on a day when nothing falls due any more: its principal, and interest to that day, without a fee. */
export function remainingOn(
  terms: EarlyTerms,
  rows: readonly Instalment[],
  on: PlainDate,
): Readonly<{ principal: Money; interest: Money }> {
  const free = { ...terms, prepaymentFeePpm: ratePpm(0) };
  const { principal, interest } = payoffQuote(free, rows, { on, today: on }, 0);
  return { principal, interest };
}

/** What the investors are owed of one instalment without its penalty; undefined when that is nothing. */
export function compensationItem(row: Instalment, terms: Pick<EarlyTerms, 'penaltyPpmPerDay'>): Item | undefined {
  const { principal, interest } = owedOf(row, terms.penaltyPpmPerDay).investors;
  if (principal + interest === 0n) return undefined;
  return { instalmentNumber: row.number, beneficiary: 'investors', penalty: ZERO, fee: ZERO, interest, principal };
}

/**
 * What the compensator pays when the whole loan falls due: whatever has fallen due and is still the investors', and in
 * one row of its own all that was still to come.
 * @param number of that row
 */
export function accelerationItems(
  terms: EarlyTerms,
  rows: readonly Instalment[],
  on: PlainDate,
  number: number,
): Item[] {
  const fallen = rows.filter(({ state }) => state === 'due' || state === 'overdue');
  const fee = { total: ZERO, investors: ZERO, platform: ZERO };
  return [
    ...fallen.flatMap((row) => compensationItem(row, terms) ?? []),
    ...earlyItems(number, { ...remainingOn(terms, rows, on), fee }),
  ];
}
