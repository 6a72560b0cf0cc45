import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays, isWeekend, type PlainDate, plainDate } from '#server/primitives/calendar.ts';
import { businessDayFrom, type DayExceptions, isBusinessDay } from './business-days.ts';

const NONE: DayExceptions = new Map();
const on = (text: string): PlainDate => plainDate(text);

test('a weekend’s day moves to Monday, a weekday stays', () => {
  expect(businessDayFrom(on('2026-03-13'), NONE)).toBe('2026-03-13');
  expect(businessDayFrom(on('2026-03-14'), NONE)).toBe('2026-03-16');
  expect(businessDayFrom(on('2026-03-15'), NONE)).toBe('2026-03-16');
});

test('a holiday on a working day moves on, a worked Saturday does not', () => {
  const spring: DayExceptions = new Map([
    [on('2026-02-14'), 'work'],
    ...['2026-02-16', '2026-02-17', '2026-02-18', '2026-02-19', '2026-02-20', '2026-02-23'].map(
      (day) => [on(day), 'off'] as const,
    ),
  ]);
  expect(businessDayFrom(on('2026-02-14'), spring)).toBe('2026-02-14');
  expect(businessDayFrom(on('2026-02-15'), spring)).toBe('2026-02-24');
});

test('a year without a day of business is a mistake', () => {
  const never: DayExceptions = new Map(
    Array.from({ length: 400 }, (_, index) => [addDays(on('2026-01-01'), index), 'off'] as const),
  );
  expect(() => businessDayFrom(on('2026-01-01'), never)).toThrow(RangeError);
});

test('the day found does business, none between does, and it never comes before', () => {
  const days = fc.integer({ min: 0, max: 800 }).map((offset) => addDays(on('2025-01-01'), offset));
  const exceptions = fc.array(fc.tuple(days, fc.constantFrom('off' as const, 'work' as const)), { maxLength: 40 });
  fc.assert(
    fc.property(days, exceptions, (day, pairs) => {
      const known = new Map(pairs);
      const found = businessDayFrom(day, known);
      expect(isBusinessDay(found, known)).toBe(true);
      for (let between = day; between < found; between = addDays(between, 1)) {
        expect(isBusinessDay(between, known)).toBe(false);
      }
      expect(isWeekend(found) && known.get(found) !== 'work').toBe(false);
    }),
  );
});
