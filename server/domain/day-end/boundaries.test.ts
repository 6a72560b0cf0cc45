import { expect, test } from 'vitest';
import { instantAt, plainDate } from '#server/primitives/calendar.ts';
import { arrivalOn, boundariesBetween } from './boundaries.ts';

const at = (date: string, time: string): Date => instantAt(plainDate(date), time);

test('a day ahead passes the evening, midnight, the files and the float', () => {
  expect(boundariesBetween(at('2026-03-31', '14:00'), at('2026-04-01', '14:00'))).toEqual([
    at('2026-03-31', '20:00'),
    at('2026-04-01', '00:00'),
    at('2026-04-01', '00:10'),
    at('2026-04-01', '09:00'),
    at('2026-04-01', '09:10'),
    at('2026-04-01', '14:00'),
  ]);
});

test('a boundary that has been reached is not passed again, and an arrival on one counts once', () => {
  expect(boundariesBetween(at('2026-04-01', '00:10'), at('2026-04-01', '09:10'))).toEqual([
    at('2026-04-01', '09:00'),
    at('2026-04-01', '09:10'),
  ]);
  expect(boundariesBetween(at('2026-04-01', '09:10'), at('2026-04-01', '09:10'))).toEqual([]);
});

test('a journey arrives at the same time of day, after the morning is through', () => {
  expect(arrivalOn(plainDate('2026-04-03'), at('2026-04-01', '14:05:06'))).toEqual(at('2026-04-03', '14:05:06'));
  expect(arrivalOn(plainDate('2026-04-03'), at('2026-04-01', '00:05'))).toEqual(at('2026-04-03', '09:30'));
});
