import { expect, test } from 'vitest';
import { plainDate } from '#server/primitives/calendar.ts';
import { fen, sum, ZERO } from '#server/primitives/money.ts';
import { ratePpm } from '#server/primitives/rate.ts';
import { earlyTerms } from '#server/testing/early-loans.ts';
import { paidBefore, rowsOf } from '#server/testing/instalments.ts';
import { compensationOwed } from './compensation-owed.ts';
import type { Instalment } from './instalments.ts';
import { totalOf } from './owed.ts';

const LENT = {
  amount: fen(1_000_000n),
  ratePpm: ratePpm(120_000),
  kind: 'equal-instalment',
  start: plainDate('2026-01-15'),
  rounding: 'half-even',
  dayCount: '30/360',
  months: 6,
} as const;
const terms = earlyTerms(LENT);

/** The first rows as they are when somebody has paid them in the borrower's place. */
const compensated = (rows: readonly Instalment[], numbers: readonly number[]): Instalment[] =>
  rows.map((row) =>
    numbers.includes(row.number)
      ? {
          ...row,
          state: 'compensated',
          overdueOn: row.dueOn,
          compensatedOn: row.dueOn,
          principalCompensated: row.principal,
          interestCompensated: row.interest,
          penaltyAtCompensation: ZERO,
        }
      : row,
  );
const owedOn = (rows: readonly Instalment[], day: string) =>
  compensationOwed({ terms, rows, nextNumber: 7 }, 5, plainDate(day));

test('before its days have passed nothing is paid for a late instalment, then its principal and interest', () => {
  const [first, ...rest] = rowsOf(LENT);
  if (!first) throw new Error('no row');
  const rows: Instalment[] = [{ ...first, state: 'overdue', overdueOn: plainDate('2026-02-16') }, ...rest];
  expect(owedOn(rows, '2026-02-19')).toBeUndefined();
  const { principal, interest } = first;
  expect(owedOn(rows, '2026-02-20')).toEqual({
    items: [{ instalmentNumber: 1, beneficiary: 'investors', penalty: 0n, fee: 0n, interest, principal }],
  });
});

test('after three in a row it is the rest of the principal, and interest to the day', () => {
  const rows = compensated(rowsOf(LENT), [1, 2, 3]);
  const wanted = owedOn(rows, '2026-04-20');
  const [rest, ...more] = wanted?.items ?? [];
  expect(more).toEqual([]);
  const left = rows.slice(3);
  /** Five of the thirty days of the fourth period have passed. */
  const interest = (left[0]?.interest ?? 0n) / 6n;
  expect(rest).toMatchObject({ instalmentNumber: 7, principal: sum(left.map(({ principal }) => principal)) });
  expect([interest, interest + 1n]).toContain(rest?.interest);
  expect(wanted?.plan).toEqual({ on: '2026-04-20' });
});

test('two in a row, or three of which the borrower has paid one back, change nothing', () => {
  expect(owedOn(compensated(rowsOf(LENT), [1, 2]), '2026-03-20')).toBeUndefined();
  const rows = compensated(rowsOf(LENT), [1, 2, 3]);
  const recovered = rows.map((row): Instalment => (row.number === 2 ? { ...row, state: 'recovered' } : row));
  expect(owedOn(recovered, '2026-04-20')).toBeUndefined();
  const gap = compensated(paidBefore(rowsOf(LENT), plainDate('2026-03-01')), [2, 3]);
  expect(owedOn(gap, '2026-04-20')).toBeUndefined();
});

test('what has fallen due meanwhile is paid with the rest', () => {
  const rows = compensated(rowsOf(LENT), [1, 2, 3]).map(
    (row): Instalment => (row.number === 4 ? { ...row, state: 'due' } : row),
  );
  const items = owedOn(rows, '2026-05-15')?.items ?? [];
  expect(items.map(({ instalmentNumber }) => instalmentNumber)).toEqual([4, 7]);
  expect(sum(items.map(({ principal }) => principal))).toBe(sum(rows.slice(3).map(({ principal }) => principal)));
  const all = rows.slice(4).map(({ interest }) => interest);
  expect(items.map(({ interest }) => interest)).toEqual([rows[3]?.interest, 0n]);
  expect(totalOf(items[1] ?? { penalty: ZERO, fee: ZERO, interest: ZERO, principal: ZERO })).toBeLessThan(
    sum([...all, ...rows.slice(4).map(({ principal }) => principal)]),
  );
});
