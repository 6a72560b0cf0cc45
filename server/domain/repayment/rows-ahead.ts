import type { PlainDate } from '#server/primitives/calendar.ts';
import { addDays, daysBetween } from '#server/primitives/calendar.ts';
import { sum } from '#server/primitives/money.ts';
import type { RatePpm } from '#server/primitives/rate.ts';
import { allocate, type Item } from './allocate.ts';
import type { Instalment } from './instalments.ts';
import type { InterestTerms, Span } from './interest-to-day.ts';
import { owedOf, totalOwed } from './owed.ts';

/** What a payment ahead of the schedule depends on: the loan and the version of its product. */
export type EarlyTerms = InterestTerms &
  Readonly<{
    valueDate: PlainDate;
    graceDays: number;
    penaltyPpmPerDay: RatePpm;
    allocationOrder: Parameters<typeof allocate>[2];
    prepaymentFeePpm: RatePpm;
    prepaymentFeeInvestorPpm: RatePpm;
  }>;
/** The day that is asked about, and the business day on which it is asked. */
export type Asked = Readonly<{ on: PlainDate; today: PlainDate }>;

export type Ahead = Readonly<{
  /** What has fallen due and is still owed on that day, the oldest first. */
  owing: readonly Instalment[];
  /** Whose period has ended by that day although it falls due later, or was not collected yet. */
  ended: readonly Instalment[];
  /** Whose period is running on that day or begins later. */
  running: readonly Instalment[];
  /** The period of the first running row. */
  span: Span | undefined;
}>;

const FALLEN_DUE: ReadonlySet<Instalment['state']> = new Set([
  'due',
  'collecting',
  'overdue',
  'compensated',
  'written-off',
]);

/** A late row as it will stand on a later day if nothing is paid: a day's penalty for each late day until then. */
function asOf(row: Instalment, terms: EarlyTerms, { on, today }: Asked): Instalment {
  if (on === today) return row;
  const lastFree = addDays(row.dueOn, terms.graceDays);
  const through = row.penaltyThrough !== null && row.penaltyThrough > lastFree ? row.penaltyThrough : lastFree;
  const days = daysBetween(through, on);
  if (days <= 0) return row;
  const { investors, compensator } = owedOf(row, terms.penaltyPpmPerDay);
  const base = sum([investors.principal, investors.interest, compensator.principal, compensator.interest]);
  return { ...row, penaltyFenDays: row.penaltyFenDays + base * BigInt(days) };
}

/**
 * Sorts the rows of a schedule by what a day makes of them. Asked about a later day, it takes for granted that whatever
 * falls due before is paid on its day, and that what is late already is not.
 * @param rows of one loan, in their order
 */
export function rowsAhead(terms: EarlyTerms, rows: readonly Instalment[], asked: Asked): Ahead {
  const { on, today } = asked;
  const isLate = (row: Instalment) => row.overdueOn !== null || row.compensatedOn !== null;
  const owing = rows.filter((row) => FALLEN_DUE.has(row.state) && (on === today || isLate(row)));
  const ahead = rows.filter((row) => row.state === 'scheduled' && (on === today || row.dueOn >= on));
  const running = ahead.filter((row) => row.periodEndsOn > on);
  return {
    owing: owing.map((row) => asOf(row, terms, asked)),
    ended: ahead.filter((row) => row.periodEndsOn <= on),
    running,
    span: spanOf(terms, rows, running[0]),
  };
}

/** The period of a row of the schedule: from the end of the one before, the first from the value date. */
export function spanOf(
  terms: Pick<EarlyTerms, 'valueDate'>,
  rows: readonly Instalment[],
  row: Instalment | undefined,
): Span | undefined {
  if (!row) return undefined;
  const before = rows.findLast((each) => each.kind === 'scheduled' && each.number < row.number);
  return { from: before?.periodEndsOn ?? terms.valueDate, to: row.periodEndsOn };
}

/** What pays off all that has fallen due. */
export function owingItems(terms: EarlyTerms, owing: readonly Instalment[]): Item[] {
  const amount = sum(owing.map((row) => totalOwed(row, terms.penaltyPpmPerDay)));
  const lines = owing.map((row) => ({ number: row.number, owed: owedOf(row, terms.penaltyPpmPerDay) }));
  return allocate(amount, lines, terms.allocationOrder);
}
