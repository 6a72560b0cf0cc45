import { expect, test } from 'vitest';
import { AT_ONCE, readOpening } from './opening.ts';

const now = new Date('2026-11-22T04:00:00Z');

test('at once, or an hour within seven days; what is not an hour is not read', () => {
  expect(readOpening(AT_ONCE, now)).toBeNull();
  expect(readOpening({ later: true, text: '2026-11-29T12:00' }, now)).toEqual(new Date('2026-11-29T04:00:00Z'));
  expect(readOpening({ later: true, text: '2026-11-29T12:01' }, now)).toBeUndefined();
  expect(readOpening({ later: true, text: '' }, now)).toBeUndefined();
});
