import { addDays, daysBetween, type PlainDate } from '#server/primitives/calendar.ts';

/**
 * A tiny second opinion of the books of day loans: what everybody must hold, reckoned in plain bigints of fen without
 * anything of the domain. Shares of interest are known to a fen or two only; the total is known exactly.
 */
export type ModelLoan = {
  id: string;
  borrower: string;
  amount: bigint;
  days: number;
  ratePpm: bigint;
  state: 'open' | 'repaying' | 'overdue' | 'repaid' | 'failed';
  deadlineMs: number;
  dueOn: PlainDate | undefined;
  /** Σ over its late days of what was owed, in fen. */
  lateFenDays: bigint;
  bids: { id: string; investor: string; amount: bigint }[];
};
type Held = { available: bigint; frozen: bigint; slack: bigint };
export type ModelBooks = { held: Map<string, Held>; loans: ModelLoan[]; income: bigint; paidIn: bigint };

export const emptyBooks = (): ModelBooks => ({ held: new Map(), loans: [], income: 0n, paidIn: 0n });

export function heldBy(books: ModelBooks, who: string): Held {
  const held = books.held.get(who) ?? { available: 0n, frozen: 0n, slack: 0n };
  books.held.set(who, held);
  return held;
}

export function payIn(books: ModelBooks, who: string, amount: bigint): void {
  heldBy(books, who).available += amount;
  books.paidIn += amount;
}

/** Nearest whole number, a tie to the even one. */
function nearest(numerator: bigint, denominator: bigint): bigint {
  const [whole, rest] = [numerator / denominator, 2n * (numerator % denominator)];
  return rest > denominator || (rest === denominator && whole % 2n === 1n) ? whole + 1n : whole;
}

const bidSum = (loan: ModelLoan): bigint => loan.bids.reduce((sum, bid) => sum + bid.amount, 0n);
export const remaining = (loan: ModelLoan): bigint => loan.amount - bidSum(loan);
const interestOf = ({ amount, ratePpm, days }: ModelLoan): bigint =>
  nearest(amount * ratePpm * BigInt(days), 1_000_000n * 365n);

/** A bid is frozen; the one that fills the loan settles it: half a percent of it is the fee. */
export function bid(books: ModelBooks, loan: ModelLoan, made: ModelLoan['bids'][number], today: PlainDate): void {
  const investor = heldBy(books, made.investor);
  investor.available -= made.amount;
  investor.frozen += made.amount;
  loan.bids.push(made);
  if (remaining(loan) > 0n) return;
  const fee = nearest(loan.amount * 5_000n, 1_000_000n);
  for (const { investor: who, amount } of loan.bids) heldBy(books, who).frozen -= amount;
  heldBy(books, loan.borrower).available += loan.amount - fee;
  books.income += fee;
  loan.state = 'repaying';
  loan.dueOn = addDays(today, loan.days);
  collect(books, today);
}

export function release(books: ModelBooks, loan: ModelLoan, bidId: string): void {
  const index = loan.bids.findIndex(({ id }) => id === bidId);
  const [gone] = loan.bids.splice(index, 1);
  if (!gone) return;
  heldBy(books, gone.investor).frozen -= gone.amount;
  heldBy(books, gone.investor).available += gone.amount;
}

/** 0.05 % a day of principal and interest, rounded once. */
const penaltyOf = ({ lateFenDays }: ModelLoan): bigint => nearest(lateFenDays * 500n, 1_000_000n);
const owedOf = (loan: ModelLoan): bigint => loan.amount + interestOf(loan) + penaltyOf(loan);

function repay(books: ModelBooks, loan: ModelLoan): void {
  const interest = interestOf(loan);
  heldBy(books, loan.borrower).available -= owedOf(loan);
  for (const { investor, amount } of loan.bids) {
    const share = (interest * amount) / loan.amount;
    const fee = nearest(share * 50_000n, 1_000_000n);
    const ofPenalty = (penaltyOf(loan) * amount) / loan.amount;
    heldBy(books, investor).available += amount + share - fee + ofPenalty;
    heldBy(books, investor).slack += 3n;
    books.income += fee;
  }
  loan.state = 'repaid';
}

/** Everything owed by a date that its borrower can pay is paid, the longest owing first. */
export function collect(books: ModelBooks, today: PlainDate): void {
  const owed = books.loans
    .filter(
      ({ state, dueOn }) => (state === 'repaying' || state === 'overdue') && dueOn !== undefined && dueOn <= today,
    )
    .sort((left, right) => daysBetween(right.dueOn ?? today, left.dueOn ?? today) || (left.id < right.id ? -1 : 1));
  for (const loan of owed) {
    if (heldBy(books, loan.borrower).available >= owedOf(loan)) repay(books, loan);
  }
}

/** A day passes: what was not paid is overdue and charged, what is due is collected, listings past their deadline are released. */
export function nextDay(books: ModelBooks, today: PlainDate, nowMs: number): void {
  for (const loan of books.loans) {
    if (loan.state === 'repaying' && loan.dueOn !== undefined && loan.dueOn < today) loan.state = 'overdue';
    if (loan.state === 'overdue') loan.lateFenDays += loan.amount + interestOf(loan);
    if (loan.state !== 'open' || loan.deadlineMs > nowMs) continue;
    for (const { id } of [...loan.bids]) release(books, loan, id);
    loan.state = 'failed';
  }
  collect(books, today);
}
