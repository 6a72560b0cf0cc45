import { expect, test } from 'vitest';
import { fromBeijing, toBeijing } from './beijing.ts';

test('a moment is typed and shown in Beijing time', () => {
  const moment = new Date('2026-12-31T16:30:00Z');
  expect(toBeijing(moment)).toBe('2027-01-01T00:30');
  expect(fromBeijing('2027-01-01T00:30')).toEqual(moment);
  expect(fromBeijing('').getTime()).toBeNaN();
});
