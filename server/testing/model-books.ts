import { addDays, daysBetween, type PlainDate } from '#server/primitives/calendar.ts';
import {
  added,
  early,
  investorsFee,
  isDue,
  isOwing,
  type ModelLoan,
  nearest,
  outstanding,
  owed,
  owedBy,
  type Paid,
  remaining,
  spend,
  totalOf,
} from './model-loans.ts';

/**
 * What everybody must hold after each command. The borrowers' money is known to the fen; an investor's shares to a fen
 * or two of each part of each payment (`slack`), and all of them together exactly.
 */
type Held = { available: bigint; frozen: bigint; slack: bigint };
export type ModelBooks = { held: Map<string, Held>; loans: ModelLoan[]; paidIn: bigint; readonly guarantor: string };

/** A person may owe so much, listed loans included. */
const CAP = 20_000_000n;

export const emptyBooks = (guarantor: string): ModelBooks => ({ held: new Map(), loans: [], paidIn: 0n, guarantor });

export function heldBy(books: ModelBooks, who: string): Held {
  const held = books.held.get(who) ?? { available: 0n, frozen: 0n, slack: 0n };
  books.held.set(who, held);
  return held;
}

/** Whether a borrower may ask for an amount beside what he owes and has listed. */
export function mayBorrow(books: ModelBooks, borrower: string, amount: bigint): boolean {
  const own = books.loans.filter((loan) => loan.borrower === borrower && (loan.state === 'open' || isOwing(loan)));
  return own.reduce((sum, loan) => sum + outstanding(loan), amount) <= CAP;
}

/** What investors receive: whole fen of each part by stake, the interest less 5 % of it. */
function distribute(books: ModelBooks, loan: ModelLoan, paid: Paid): void {
  for (const { investor, amount } of loan.bids) {
    const share = (part: bigint): bigint => (part * amount) / loan.amount;
    const interest = share(paid.interest);
    const gross = share(paid.penalty) + share(paid.fee) + interest + share(paid.principal);
    const held = heldBy(books, investor);
    held.available += gross - nearest(interest * 50_000n, 1_000_000n);
    held.slack += 5n;
  }
}

/** A payment for what has fallen due; the loan goes on while anything is owed. */
export function pay(books: ModelBooks, loan: ModelLoan, amount: bigint): void {
  const { guarantor, investors } = spend(loan, amount);
  heldBy(books, loan.borrower).available -= amount;
  heldBy(books, books.guarantor).available += totalOf(guarantor);
  loan.recovered = added(loan.recovered, guarantor);
  loan.penaltyPaid += investors.penalty;
  loan.interestPaid += investors.interest;
  loan.principalPaid += investors.principal;
  distribute(books, loan, investors);
  if (totalOf(owed(loan)) === 0n) loan.state = 'repaid';
}

/** The guarantor pays principal and interest in the borrower's place, all or nothing; the penalty so far is not his. */
function compensate(books: ModelBooks, loan: ModelLoan): void {
  const { principal, interest, penalty } = owedBy(loan).investors;
  const guarantor = heldBy(books, books.guarantor);
  if (guarantor.available < principal + interest) return;
  guarantor.available -= principal + interest;
  distribute(books, loan, { penalty: 0n, fee: 0n, interest, principal });
  loan.compensated = { principal, interest, penaltyBefore: penalty + loan.penaltyPaid };
}

/** A payment ahead of the row, of a part of the principal or of all of it. */
export function payEarly(books: ModelBooks, loan: ModelLoan, principal: bigint, today: PlainDate): void {
  const paid = early(loan, principal, today);
  heldBy(books, loan.borrower).available -= totalOf(paid);
  loan.prepaid += principal;
  distribute(books, loan, { ...paid, fee: investorsFee(loan, paid.fee) });
  if (loan.prepaid === loan.amount) loan.state = 'repaid';
}

/** What a try to collect takes: all, or where parts are allowed what is there. */
function attempt(books: ModelBooks, loan: ModelLoan): void {
  const all = totalOf(owed(loan));
  const { available } = heldBy(books, loan.borrower);
  if (available >= all) pay(books, loan, all);
  else if (loan.terms.partial && available > 0n) pay(books, loan, available);
}

const byId = (left: ModelLoan, right: ModelLoan): number => (left.id < right.id ? -1 : 1);

/** Money has come to somebody: his loans that are due are tried. */
export function moneyCame(books: ModelBooks, who: string, today: PlainDate): void {
  const own = books.loans.filter((loan) => loan.borrower === who && isDue(loan, today));
  for (const loan of own.sort(byId)) attempt(books, loan);
}

export function payIn(books: ModelBooks, who: string, amount: bigint, today: PlainDate): void {
  heldBy(books, who).available += amount;
  books.paidIn += amount;
  moneyCame(books, who, today);
}

/** A bid is frozen; the one that fills the loan settles it, less the fee. */
export function bid(books: ModelBooks, loan: ModelLoan, made: ModelLoan['bids'][number], today: PlainDate): void {
  const investor = heldBy(books, made.investor);
  investor.available -= made.amount;
  investor.frozen += made.amount;
  loan.bids.push(made);
  if (remaining(loan) > 0n) return;
  for (const { investor: who, amount } of loan.bids) heldBy(books, who).frozen -= amount;
  heldBy(books, loan.borrower).available += loan.amount - nearest(loan.amount * loan.terms.originationFee, 1_000_000n);
  loan.state = 'repaying';
  loan.valueDate = today;
  loan.dueOn = addDays(today, loan.days);
  moneyCame(books, loan.borrower, today);
}

export function release(books: ModelBooks, loan: ModelLoan, bidId: string): void {
  const [gone] = loan.bids.splice(
    loan.bids.findIndex(({ id }) => id === bidId),
    1,
  );
  if (!gone) return;
  heldBy(books, gone.investor).frozen -= gone.amount;
  heldBy(books, gone.investor).available += gone.amount;
}

/** A listing ends without settlement. */
export function fail(books: ModelBooks, loan: ModelLoan): void {
  for (const { id } of [...loan.bids]) release(books, loan, id);
  loan.state = 'failed';
}

/**
 * A day passes: what was not paid is overdue and, its grace over, charged; what is due is collected, the longest owing
 * first, and then from guarantors; listings past their deadline fail.
 */
export function nextDay(books: ModelBooks, today: PlainDate, nowMs: number): void {
  for (const loan of books.loans) {
    if (loan.state === 'repaying' && loan.dueOn !== undefined && loan.dueOn < today) loan.state = 'overdue';
    if (loan.state === 'overdue' && loan.dueOn && addDays(loan.dueOn, loan.terms.graceDays) < today) {
      const { principal, interest } = owed(loan);
      loan.lateFenDays += principal + interest;
    }
    if (loan.state === 'open' && loan.deadlineMs <= nowMs) fail(books, loan);
  }
  const due = books.loans
    .filter((loan) => isDue(loan, today))
    .sort((left, right) => daysBetween(right.dueOn ?? today, left.dueOn ?? today) || byId(left, right));
  for (const loan of due) attempt(books, loan);
  for (const loan of due) {
    const { guaranteedAfter } = loan.terms;
    if (loan.state !== 'overdue' || guaranteedAfter === undefined || loan.compensated || !loan.dueOn) continue;
    if (addDays(loan.dueOn, guaranteedAfter) <= today) compensate(books, loan);
  }
}
