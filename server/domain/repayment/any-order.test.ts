import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fen, sum } from '#server/primitives/money.ts';
import { ratePpm } from '#server/primitives/rate.ts';
import { anyEarlyLoan, earlyTerms } from '#server/testing/early-loans.ts';
import { rowsOf } from '#server/testing/instalments.ts';
import { beginLife, happen, type LifeEvent, type LoanLife, outstandingOf } from '#server/testing/loan-life.ts';
import { owedOf, totalOf, totalOwed } from './owed.ts';

const permille = fc.integer({ min: 1, max: 1_000 });
const anyEvent: fc.Arbitrary<LifeEvent> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('wait' as const), days: fc.integer({ min: 1, max: 40 }) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('pay' as const), permille }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('prepay' as const),
      permille,
      keep: fc.constantFrom('term' as const, 'instalment' as const),
    }),
  },
  { weight: 2, arbitrary: fc.constant({ kind: 'compensate' as const }) },
);
const fees = fc.record({
  graceDays: fc.constant(0),
  prepaymentFeePpm: fc.integer({ min: 0, max: 30_000 }).map(ratePpm),
  prepaymentFeeInvestorPpm: fc.integer({ min: 0, max: 1_000_000 }).map(ratePpm),
});

/** The invariants of domain.md, section 8, as far as one loan has them. */
function holds(life: LoanLife): void {
  const { rows, lenders, amount, terms } = life;
  expect(sum(rows.map((row) => row.principal))).toBe(amount);
  const received = sum(lenders.map((lender) => lender.received.principal));
  expect(received + outstandingOf(life)).toBe(amount);
  for (const row of rows) {
    const { investors, compensator } = owedOf(row, terms.penaltyPpmPerDay);
    for (const owed of [...Object.values(investors), ...Object.values(compensator)]) expect(owed >= 0n).toBe(true);
    if (row.state === 'paid' || row.state === 'recovered') expect(totalOwed(row, terms.penaltyPpmPerDay)).toBe(0n);
  }
  for (const part of ['penalty', 'fee', 'interest', 'principal'] as const) {
    expect(lenders.reduce((carries, lender) => carries + lender.carry[part], 0n)).toBe(0n);
  }
}

/** Whatever happens, then everything is paid: each has his stake back to the fen, and nobody is owed anything. */
function liveThrough(life: LoanLife, events: readonly LifeEvent[]): void {
  for (const event of [...events, { kind: 'payoff' } as const, { kind: 'pay', permille: 1_000 } as const]) {
    happen(life, event);
    holds(life);
  }
  for (const { stake, received, carry } of life.lenders) {
    expect(received.principal).toBe(stake);
    expect(carry.principal).toBe(0n);
  }
  expect(life.rows.every((row) => totalOf(owedOf(row, life.terms.penaltyPpmPerDay).investors) === 0n)).toBe(true);
}

const lives = (most: number) =>
  fc
    .record({
      loan: anyEarlyLoan,
      fees,
      stakes: fc.array(fc.bigInt({ min: 1n, max: 3_000_000n }).map(fen), {
        minLength: 1,
        maxLength: most,
        size: 'max',
      }),
      events: fc.array(anyEvent, { maxLength: 25, size: 'max' }),
    })
    .map(({ loan, fees: agreed, stakes, events }) => {
      const terms = { ...loan, amount: sum(stakes) };
      return { events, life: () => beginLife({ ...earlyTerms(terms), ...agreed }, rowsOf(terms), stakes) };
    });

test('in any order of payments, part payments, prepayments and compensations every fen arrives once', () => {
  fc.assert(
    fc.property(lives(40), ({ events, life }) => liveThrough(life(), events)),
    { numRuns: 60 },
  );
});

test('also with up to a thousand investors', () => {
  fc.assert(
    fc.property(lives(1_000), ({ events, life }) => liveThrough(life(), events)),
    { numRuns: 4 },
  );
});
