/**
 * A second opinion of repayment schedules: domain.md, section 2, written down plainly on exact fractions of bigints,
 * with a calendar of its own and nothing of the product.
 */
export type OracleTerms = {
  amount: bigint;
  ratePpm: bigint;
  kind: 'equal-instalment' | 'equal-principal' | 'interest-first' | 'bullet';
  /** Of months or, for a bullet loan only, of days. */
  length: number;
  unit: 'months' | 'days';
  start: string;
  rounding: 'half-even' | 'up';
  dayCount: '30/360' | 'ACT/365' | 'ACT/360';
};
export type OracleRow = { dueOn: string; principal: bigint; interest: bigint; balance: bigint };

/** A fraction over ÷ under, with under > 0; never reduced. */
type Fraction = { over: bigint; under: bigint };

const isLeap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const daysOfMonth = (year: number, month: number): number =>
  month === 1 && isLeap(year) ? 29 : (MONTH_DAYS[month] ?? 0);
const text = (year: number, month: number, day: number): string =>
  `${year}-${String(month + 1).padStart(2, '0')}-${String(day).padStart(2, '0')}`;

/** Year, month counted from nought, day. */
function parts(date: string): [number, number, number] {
  const [year = 0, month = 0, day = 0] = date.split('-').map((part) => Number.parseInt(part, 10));
  return [year, month - 1, day];
}

function monthsLater(date: string, months: number): string {
  const [year, month, day] = parts(date);
  const [to, of] = [year + Math.floor((month + months) / 12), (month + months) % 12];
  return text(to, of, Math.min(day, daysOfMonth(to, of)));
}

function daysLater(date: string, days: number): string {
  let [year, month, day] = parts(date);
  for (day += days; day > daysOfMonth(year, month); ) {
    day -= daysOfMonth(year, month);
    month += 1;
    if (month === 12) [year, month] = [year + 1, 0];
  }
  return text(year, month, day);
}

/** Days since the first of January of the year 1. */
function ordinal(date: string): bigint {
  const [year, month, day] = parts(date);
  const before = year - 1;
  let days = before * 365 + Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400) + day;
  for (let each = 0; each < month; each += 1) days += daysOfMonth(year, each);
  return BigInt(days);
}

const nearestEven = ({ over, under }: Fraction): bigint => {
  const [whole, rest] = [over / under, over % under];
  if (2n * rest === under) return whole % 2n === 0n ? whole : whole + 1n;
  return 2n * rest > under ? whole + 1n : whole;
};
const upward = ({ over, under }: Fraction): bigint => (over + under - 1n) / under;

function dueDates({ kind, unit, length, start }: OracleTerms): string[] {
  if (unit === 'days') return [daysLater(start, length)];
  if (kind === 'bullet') return [monthsLater(start, length)];
  return Array.from({ length }, (_, index) => monthsLater(start, index + 1));
}

/** The interest of one fen over each period. */
function periodRates(terms: OracleTerms, dates: readonly string[]): Fraction[] {
  return dates.map((date, index) => {
    const days = ordinal(date) - ordinal(dates[index - 1] ?? terms.start);
    if (terms.dayCount === 'ACT/365') return { over: terms.ratePpm * days, under: 365_000_000n };
    if (terms.dayCount === 'ACT/360' || terms.unit === 'days')
      return { over: terms.ratePpm * days, under: 360_000_000n };
    const months = terms.kind === 'bullet' ? BigInt(terms.length) : 1n;
    return { over: terms.ratePpm * months, under: 12_000_000n };
  });
}

/**
 * The exact instalment: what is owed after the last period is a straight line in it, amount × Π(1 + rate) − instalment
 * × Σ of the growth after each payment, and is nothing where the line meets nought.
 */
function exactInstalment(amount: bigint, rates: readonly Fraction[]): Fraction {
  let owed: Fraction = { over: amount, under: 1n };
  let paid: Fraction = { over: 0n, under: 1n };
  for (const { over, under } of rates) {
    owed = { over: owed.over * (under + over), under: owed.under * under };
    const grown = { over: paid.over * (under + over), under: paid.under * under };
    paid = { over: grown.over + grown.under, under: grown.under };
  }
  return { over: owed.over * paid.under, under: owed.under * paid.over };
}

/** The whole schedule: the last period takes the rest, and no period takes more than is left or less than nothing. */
export function oracleSchedule(terms: OracleTerms): OracleRow[] {
  const dates = dueDates(terms);
  const rates = periodRates(terms, dates);
  const rounded = terms.rounding === 'up' ? upward : nearestEven;
  const instalment = terms.kind === 'equal-instalment' ? rounded(exactInstalment(terms.amount, rates)) : 0n;
  const share = terms.kind === 'equal-principal' ? rounded({ over: terms.amount, under: BigInt(dates.length) }) : 0n;
  let balance = terms.amount;
  return dates.map((dueOn, index) => {
    const rate = rates[index] ?? { over: 0n, under: 1n };
    const interest = nearestEven({ over: balance * rate.over, under: rate.under });
    let principal = terms.kind === 'equal-instalment' ? instalment - interest : share;
    if (principal < 0n) principal = 0n;
    if (principal > balance || index === dates.length - 1) principal = balance;
    balance -= principal;
    return { dueOn, principal, interest, balance };
  });
}
