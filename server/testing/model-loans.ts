import { daysBetween, type PlainDate } from '#server/primitives/calendar.ts';

/**
 * A tiny second opinion of loans of days that are paid back in one row: what is owed and what paying early costs, in
 * plain bigints of fen, without anything of the domain.
 */
export type ModelTerms = Readonly<{
  partial: boolean;
  graceDays: number;
  /** Parts per million of the loan, taken at settlement. */
  originationFee: bigint;
  /** Parts per million of the principal that is paid back early, and the investors' part of that. */
  earlyFee: bigint;
  investorsPart: bigint;
  /** So many days past the due date the guarantor pays; never when absent. */
  guaranteedAfter?: number;
}>;
export type ModelLoan = {
  readonly id: string;
  readonly borrower: string;
  readonly terms: ModelTerms;
  readonly amount: bigint;
  readonly days: number;
  readonly ratePpm: bigint;
  state: 'open' | 'repaying' | 'overdue' | 'repaid' | 'failed';
  deadlineMs: number;
  valueDate: PlainDate | undefined;
  dueOn: PlainDate | undefined;
  /** Paid back ahead of the row: the row's principal is the rest. */
  prepaid: bigint;
  principalPaid: bigint;
  interestPaid: bigint;
  penaltyPaid: bigint;
  /** What the guarantor has paid, and had back; the penalty since then is his. */
  compensated: { principal: bigint; interest: bigint; penaltyBefore: bigint } | undefined;
  recovered: Paid;
  /** Σ over its late days of what was owed, in fen. */
  lateFenDays: bigint;
  bids: { id: string; investor: string; amount: bigint }[];
};
export type Paid = Readonly<{ penalty: bigint; fee: bigint; interest: bigint; principal: bigint }>;
/** By whom it goes to. */
export type Owing = Readonly<{ guarantor: Paid; investors: Paid }>;

const PPM = 1_000_000n;

/** Nearest whole number, a tie to the even one. */
export function nearest(numerator: bigint, denominator: bigint): bigint {
  const [whole, rest] = [numerator / denominator, 2n * (numerator % denominator)];
  return rest > denominator || (rest === denominator && whole % 2n === 1n) ? whole + 1n : whole;
}

const bidSum = (loan: ModelLoan): bigint => loan.bids.reduce((sum, bid) => sum + bid.amount, 0n);
export const remaining = (loan: ModelLoan): bigint => loan.amount - bidSum(loan);

const interestFor = ({ ratePpm }: ModelLoan, principal: bigint, days: number): bigint =>
  nearest(principal * ratePpm * BigInt(days), PPM * 365n);

export const NOTHING: Paid = { penalty: 0n, fee: 0n, interest: 0n, principal: 0n };
export const added = (left: Paid, right: Paid): Paid => ({
  penalty: left.penalty + right.penalty,
  fee: left.fee + right.fee,
  interest: left.interest + right.interest,
  principal: left.principal + right.principal,
});

/** What is owed of the row: 0.05 % a late day, rounded once; interest on what was not paid back early. */
export function owedBy(loan: ModelLoan): Owing {
  const { compensated, recovered } = loan;
  const principal = loan.amount - loan.prepaid;
  const interest = interestFor(loan, principal, loan.days);
  const penalty = nearest(loan.lateFenDays * 500n, PPM);
  const before = compensated?.penaltyBefore ?? penalty;
  return {
    guarantor: {
      penalty: penalty - before - recovered.penalty,
      fee: 0n,
      interest: (compensated?.interest ?? 0n) - recovered.interest,
      principal: (compensated?.principal ?? 0n) - recovered.principal,
    },
    investors: {
      penalty: before - loan.penaltyPaid,
      fee: 0n,
      interest: interest - loan.interestPaid - (compensated?.interest ?? 0n),
      principal: principal - loan.principalPaid - (compensated?.principal ?? 0n),
    },
  };
}

/** All that the borrower owes, to whomever. */
export const owed = (loan: ModelLoan): Paid => added(owedBy(loan).guarantor, owedBy(loan).investors);

export const totalOf = ({ penalty, fee, interest, principal }: Paid): bigint => penalty + fee + interest + principal;
export const outstanding = (loan: ModelLoan): bigint => owed(loan).principal;
export const isOwing = ({ state }: ModelLoan): boolean => state === 'repaying' || state === 'overdue';
export const isDue = (loan: ModelLoan, today: PlainDate): boolean =>
  isOwing(loan) && loan.dueOn !== undefined && loan.dueOn <= today;

const least = (left: bigint, right: bigint): bigint => (left < right ? left : right);

/** An amount spent on what is owed to one: penalty, then interest, then principal. */
function spendOn(all: Paid, amount: bigint): Paid {
  const penalty = least(amount, all.penalty);
  const interest = least(amount - penalty, all.interest);
  return { penalty, fee: 0n, interest, principal: least(amount - penalty - interest, all.principal) };
}

/** An amount spent on the row: the guarantor before the investors. */
export function spend(loan: ModelLoan, amount: bigint): Owing {
  const all = owedBy(loan);
  const guarantor = spendOn(all.guarantor, amount);
  return { guarantor, investors: spendOn(all.investors, amount - totalOf(guarantor)) };
}

/** What a part of the principal, or all of it, costs to pay back on a day before the row is due; the fee is the whole. */
export function early(loan: ModelLoan, principal: bigint, today: PlainDate): Paid {
  const elapsed = loan.valueDate ? daysBetween(loan.valueDate, today) : 0;
  return {
    penalty: 0n,
    fee: nearest(principal * loan.terms.earlyFee, PPM),
    interest: interestFor(loan, principal, elapsed),
    principal,
  };
}

/** The investors' part of a fee for paying early. */
export const investorsFee = ({ terms }: ModelLoan, fee: bigint): bigint => nearest(fee * terms.investorsPart, PPM);
