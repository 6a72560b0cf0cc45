import { expect } from 'vitest';
import type { PaymentPart } from '#db/schema/products.ts';
import { addDays, type PlainDate } from '#server/primitives/calendar.ts';
import { fen, type Money, minus, plus, sum, ZERO } from '#server/primitives/money.ts';
import { compensationItem } from '../domain/repayment/acceleration.ts';
import { allocate, type Item } from '../domain/repayment/allocate.ts';
import type { Instalment } from '../domain/repayment/instalments.ts';
import { owedOf, penaltyOf, totalOf, totalOwed } from '../domain/repayment/owed.ts';
import { payoffQuote } from '../domain/repayment/payoff-quote.ts';
import { type PrepaymentTerms, prepaymentQuote } from '../domain/repayment/prepayment-quote.ts';
import type { Keep } from '../domain/repayment/reschedule.ts';
import { rowsAhead } from '../domain/repayment/rows-ahead.ts';
import { splitAmong } from '../domain/repayment/split.ts';
import { aRow } from './instalments.ts';

const PARTS = ['penalty', 'fee', 'interest', 'principal'] as const satisfies PaymentPart[];
type Lender = { id: string; stake: Money; received: Record<PaymentPart, Money>; carry: Record<PaymentPart, bigint> };

/** A loan in memory: its rows, its lenders, and the day; moved on by the pure functions of the product alone. */
export type LoanLife = {
  readonly terms: PrepaymentTerms;
  readonly amount: Money;
  day: PlainDate;
  rows: Instalment[];
  lenders: Lender[];
};

export type LifeEvent =
  | { kind: 'wait'; days: number }
  | { kind: 'pay'; permille: number }
  | { kind: 'prepay'; permille: number; keep: Keep }
  | { kind: 'compensate' }
  | { kind: 'payoff' };

export function beginLife(terms: PrepaymentTerms, rows: Instalment[], stakes: readonly Money[]): LoanLife {
  const lenders = stakes.map(
    (stake, index): Lender => ({
      id: String(index).padStart(5, '0'),
      stake,
      received: { penalty: ZERO, fee: ZERO, interest: ZERO, principal: ZERO },
      carry: { penalty: 0n, fee: 0n, interest: 0n, principal: 0n },
    }),
  );
  return { terms, amount: sum(stakes), day: terms.valueDate, rows, lenders };
}

const share = (amount: Money, permille: number): Money => fen((amount * BigInt(permille)) / 1_000n);
const isLate = ({ state }: Instalment): boolean => state === 'overdue' || state === 'compensated';

/** Splits what an item has for the investors, part by part; each part arrives whole. */
function distribute(life: LoanLife, item: Item): void {
  for (const part of PARTS) {
    const holders = life.lenders.map(({ id, stake, carry }) => ({ id, stake, carry: carry[part] }));
    const shares = splitAmong(item[part], life.amount, holders);
    expect(sum(shares.map(({ paid }) => paid))).toBe(item[part]);
    life.lenders.forEach((lender, index) => {
      const { paid, carry } = shares[index] ?? { paid: ZERO, carry: 0n };
      expect(paid >= 0n).toBe(true);
      lender.received[part] = plus(lender.received[part], paid);
      lender.carry[part] = carry;
    });
  }
}

/** What an item of the borrower's payment changes in its row. */
function credited(row: Instalment, item: Item): Instalment {
  if (item.beneficiary === 'compensator') {
    return {
      ...row,
      principalRecovered: plus(row.principalRecovered, item.principal),
      interestRecovered: plus(row.interestRecovered, item.interest),
      penaltyRecovered: plus(row.penaltyRecovered, item.penalty),
    };
  }
  return {
    ...row,
    principalPaid: plus(row.principalPaid, item.principal),
    interestPaid: plus(row.interestPaid, item.interest),
    feePaid: plus(row.feePaid, item.fee),
    penaltyPaid: plus(row.penaltyPaid, item.penalty),
  };
}

function settle(life: LoanLife, items: readonly Item[]): void {
  for (const item of items) if (item.beneficiary === 'investors') distribute(life, item);
  const known = new Set(life.rows.map(({ number }) => number));
  life.rows = life.rows.map((row) => {
    const after = items.filter(({ instalmentNumber }) => instalmentNumber === row.number).reduce(credited, row);
    if (!isLate(row) || totalOwed(after, life.terms.penaltyPpmPerDay) > 0n) return after;
    return { ...after, state: row.compensatedOn ? 'recovered' : 'paid' };
  });
  const made = items.filter(({ instalmentNumber }) => !known.has(instalmentNumber));
  const [first] = made;
  if (!first) return;
  const of = (part: PaymentPart): Money => sum(made.map((item) => item[part]));
  const [principal, interest, fee] = [of('principal'), of('interest'), of('fee')];
  const paid = { principal, principalPaid: principal, interest, interestPaid: interest, fee, feePaid: fee };
  life.rows.push(aRow({ ...paid, number: first.instalmentNumber, dueOn: life.day, kind: 'prepayment', state: 'paid' }));
}

const nextNumber = ({ rows }: LoanLife): number => Math.max(...rows.map(({ number }) => number)) + 1;

/** Days go by: rows fall due and, since nobody pays by himself here, are late; each late day is charged. */
function wait(life: LoanLife, days: number): void {
  for (let each = 0; each < days; each += 1) {
    life.day = addDays(life.day, 1);
    life.rows = life.rows.map((row) => {
      if (row.state === 'scheduled' && row.dueOn < life.day) {
        return { ...row, state: row.principal + row.interest > 0n ? 'overdue' : 'paid', overdueOn: life.day };
      }
      if (!isLate(row)) return row;
      const base = row.principal - row.principalPaid - row.principalRecovered + row.interest;
      return { ...row, penaltyFenDays: row.penaltyFenDays + base - row.interestPaid - row.interestRecovered };
    });
  }
}

function pay(life: LoanLife, permille: number): void {
  const { penaltyPpmPerDay, allocationOrder } = life.terms;
  const owing = life.rows.filter(isLate).map((row) => ({ number: row.number, owed: owedOf(row, penaltyPpmPerDay) }));
  const all = sum(owing.flatMap(({ owed }) => [totalOf(owed.investors), totalOf(owed.compensator)]));
  const amount = share(all, permille);
  const items = allocate(amount, owing, allocationOrder);
  expect(sum(items.map(totalOf))).toBe(amount);
  settle(life, items);
}

function prepay(life: LoanLife, permille: number, keep: Keep): void {
  const asked = { on: life.day, today: life.day };
  const left = sum(rowsAhead(life.terms, life.rows, asked).running.map(({ principal }) => principal));
  const part = share(left, permille);
  if (part <= 0n || part >= left) return;
  const quote = prepaymentQuote(life.terms, life.rows, asked, { part, keep }, nextNumber(life));
  expect(sum(quote.items.map(totalOf))).toBe(quote.total);
  settle(life, quote.items);
  const anew = new Map(quote.rows.map((row) => [row.number, row]));
  life.rows = life.rows.map((row) => {
    const { principal, interest } = anew.get(row.number) ?? row;
    return { ...row, principal, interest };
  });
}

function payoff(life: LoanLife): void {
  const quote = payoffQuote(life.terms, life.rows, { on: life.day, today: life.day }, nextNumber(life));
  expect(sum(quote.items.map(totalOf))).toBe(quote.total);
  settle(life, quote.items);
  life.rows = life.rows.map((row) =>
    row.state === 'scheduled' ? { ...row, state: 'paid', principal: ZERO, interest: ZERO } : row,
  );
}

/** Somebody pays the oldest late row in the borrower's place: its principal and interest. */
function compensate(life: LoanLife): void {
  const row = life.rows.find(({ state }) => state === 'overdue');
  const item = row && compensationItem(row, life.terms);
  if (!row || !item) return;
  distribute(life, item);
  const paid: Instalment = {
    ...row,
    state: 'compensated',
    compensatedOn: life.day,
    principalCompensated: item.principal,
    interestCompensated: item.interest,
    penaltyAtCompensation: penaltyOf(row, life.terms.penaltyPpmPerDay),
  };
  life.rows = life.rows.map((each) => (each.number === row.number ? paid : each));
}

/** One event in the life of a loan. */
export function happen(life: LoanLife, event: LifeEvent): void {
  if (event.kind === 'wait') wait(life, event.days);
  else if (event.kind === 'pay') pay(life, event.permille);
  else if (event.kind === 'prepay') prepay(life, event.permille, event.keep);
  else if (event.kind === 'compensate') compensate(life);
  else payoff(life);
}

/** Principal that the investors are still to get. */
export const outstandingOf = ({ rows }: LoanLife): Money =>
  sum(rows.map((row) => minus(minus(row.principal, row.principalPaid), row.principalCompensated)));
