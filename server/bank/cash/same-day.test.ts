import { describe, expect, test } from 'vitest';
import { instantAt, plainDate } from '#server/primitives/calendar.ts';
import { fen } from '#server/primitives/money.ts';
import type { Refusal } from '../refusal.ts';
import { checkSameDay, isHoliday, SAME_DAY } from './same-day.ts';

test.each([
  ['2026-03-30', false, 'a Monday'],
  ['2026-03-28', true, 'a Saturday'],
  ['2026-03-29', true, 'a Sunday'],
  ['2026-10-01', true, 'the National Day, a Thursday'],
  ['2026-10-10', false, 'a Saturday that is worked in exchange'],
  ['2026-02-23', true, 'the last day of the Spring Festival'],
  ['2026-02-24', false, 'the day after'],
  ['2023-12-31', true, 'a Sunday of a year that is not listed'],
  ['2031-10-01', false, 'a Wednesday of a year that is not listed'],
])('%s: holiday %s, %s', (date, holiday) => {
  expect(isHoliday(plainDate(date))).toBe(holiday);
});

const refusalAt = (date: string, time: string, amountFen: bigint): string | undefined => {
  try {
    checkSameDay(instantAt(plainDate(date), time), fen(amountFen));
    return undefined;
  } catch (error) {
    return (error as Refusal).errorCode;
  }
};

describe('a same-day payout', () => {
  test('is taken within the office hours', () => {
    expect(refusalAt('2026-03-30', '08:59:59', 1n)).toBe('100018');
    expect(refusalAt('2026-03-30', '09:00', 1n)).toBeUndefined();
    expect(refusalAt('2026-03-30', '16:59:59', 1n)).toBeUndefined();
    expect(refusalAt('2026-03-30', '17:00', 1n)).toBe('100018');
  });

  test('has a limit on holidays, and on no other day', () => {
    expect(refusalAt('2026-10-01', '10:00', SAME_DAY.holidayLimit)).toBeUndefined();
    expect(refusalAt('2026-10-01', '10:00', SAME_DAY.holidayLimit + 1n)).toBe('100021');
    expect(refusalAt('2026-03-30', '10:00', SAME_DAY.holidayLimit + 1n)).toBeUndefined();
  });
});
