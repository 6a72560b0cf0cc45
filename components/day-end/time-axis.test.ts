import { expect, test } from 'vitest';
import { timeAxis } from './time-axis.ts';

const midnight = new Date('2026-03-31T00:00:00+08:00');
const at = (text: string) => new Date(`${text}+08:00`);
const step = (startedAt: Date | null, finishedAt: Date | null) => ({
  step: 'result',
  state: 'done' as const,
  rows: 0,
  ms: 1,
  plannedAt: null,
  plannedUntil: null,
  late: false,
  error: null,
  retry: null,
  startedAt,
  finishedAt,
});

test('a day end on time has an axis of 24 hours, midnight at its first quarter', () => {
  const axis = timeAxis(midnight, [step(at('2026-03-31T09:10:00'), at('2026-03-31T09:12:00'))]);
  expect(axis.ticks).toHaveLength(9);
  expect(axis.spanOf(midnight, at('2026-03-31T06:00:00'))).toEqual({ start: 25, width: 25 });
});

test('one that took longer has a longer axis, up to a day and a half', () => {
  const axis = timeAxis(midnight, [step(at('2026-04-01T01:00:00'), at('2026-04-01T02:00:00'))]);
  expect(axis.spanOf(at('2026-04-01T02:00:00'), at('2026-04-01T02:00:00')).start).toBeLessThan(100);
  expect(axis.isBeyond(at('2026-04-01T02:00:00'))).toBe(false);
});

test('what was caught up days later stands at the end', () => {
  const late = at('2026-04-05T10:00:00');
  const axis = timeAxis(midnight, [step(late, late)]);
  expect(axis.ticks).toHaveLength(9);
  expect(axis.isBeyond(late)).toBe(true);
  expect(axis.spanOf(late, late)).toEqual({ start: 100, width: 0 });
});
