import { expect, test } from 'vitest';
import { plainDate } from '#server/primitives/calendar.ts';
import { fen, sum } from '#server/primitives/money.ts';
import { ratePpm } from '#server/primitives/rate.ts';
import { buildSchedule } from '../loan/schedule.ts';
import { previewShare } from './preview-share.ts';

const whole = fen(3_000_000n);
const rows = buildSchedule({
  amount: whole,
  ratePpm: ratePpm(94_822),
  kind: 'equal-instalment',
  start: plainDate('2026-01-31'),
  rounding: 'half-even',
  dayCount: '30/360',
  months: 12,
});

test('a stake comes back to the fen, and the share of each row is in proportion', () => {
  const share = previewShare(rows, whole, fen(1_000_000n));
  expect(sum(share.map((row) => row.principal))).toBe(1_000_000n);
  for (const [index, row] of share.entries()) {
    const third = (rows[index]?.interest ?? 0n) / 3n;
    expect(row.interest - third >= -1n && row.interest - third <= 1n).toBe(true);
  }
});

test('whoever takes everything receives the schedule itself', () => {
  const share = previewShare(rows, whole, whole);
  expect(share.map((row) => row.total)).toEqual(rows.map((row) => row.instalment));
});
