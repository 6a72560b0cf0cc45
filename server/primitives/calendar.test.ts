import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  addDays,
  addMonths,
  businessDateOf,
  daysBetween,
  fromWireDate,
  fromWireTimestamp,
  instantAt,
  plainDate,
  toWireDate,
  toWireTimestamp,
} from './calendar.ts';

const anyDate = fc.integer({ min: 0, max: 36_500 }).map((days) => addDays(plainDate('2000-01-01'), days));

test('months are counted from the anchor day, not from the last shortened one', () => {
  const anchor = plainDate('2026-01-31');
  expect([1, 2, 3, 13].map((months) => addMonths(anchor, months))).toEqual([
    '2026-02-28',
    '2026-03-31',
    '2026-04-30',
    '2027-02-28',
  ]);
});

test('days added and days between are inverse', () => {
  fc.assert(
    fc.property(anyDate, fc.integer({ min: -4000, max: 4000 }), (date, days) => {
      expect(daysBetween(date, addDays(date, days))).toBe(days);
    }),
  );
});

test('an instant belongs to its Beijing day', () => {
  expect(businessDateOf(new Date('2026-03-31T15:59:59Z'))).toBe('2026-03-31');
  expect(businessDateOf(new Date('2026-03-31T16:00:00Z'))).toBe('2026-04-01');
});

test('wire timestamps and dates read back', () => {
  fc.assert(
    fc.property(anyDate, fc.integer({ min: 0, max: 86_399 }), (date, second) => {
      const moment = new Date(instantAt(date).getTime() + second * 1000);
      expect(fromWireTimestamp(toWireTimestamp(moment)).getTime()).toBe(moment.getTime());
      expect(fromWireDate(toWireDate(date))).toBe(date);
    }),
  );
  expect(toWireTimestamp(new Date('2026-03-31T16:00:05.999Z'))).toBe('20260401000005');
});

test.each(['2026-02-29', '2026-13-01', '2026-1-1', 'today', ''])('%j is not a date', (text) => {
  expect(() => plainDate(text)).toThrow(RangeError);
});

test.each(['20260230000000', '2026033', '20260331246000'])('%s is not a timestamp', (text) => {
  expect(() => fromWireTimestamp(text)).toThrow(RangeError);
});
