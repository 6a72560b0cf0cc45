import { expect, test } from 'vitest';
import { pauseAfter } from './schedule.ts';

test('a notify is tried after 1 s, 5 s, 30 s, 2 min, 10 min, 1 h, then hourly for a day, then parked', () => {
  const seconds = (attempts: number) => (pauseAfter(attempts) ?? Number.NaN) / 1000;
  expect([1, 2, 3, 4, 5, 6].map(seconds)).toEqual([1, 5, 30, 120, 600, 3600]);
  expect(seconds(7)).toBe(3600);
  expect(seconds(30)).toBe(3600);
  expect(pauseAfter(31)).toBeUndefined();
});
