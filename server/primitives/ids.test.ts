import { expect, test } from 'vitest';
import { isUuid, randomIds, uuid, uuidFrom } from './ids.ts';

test('the layout is that of a version 7 UUID with its time in front', () => {
  const made = uuidFrom(0x0195_0000_1234, new Uint8Array(10).fill(0xff));
  expect(made).toBe('01950000-1234-7fff-bfff-ffffffffffff');
  expect(isUuid(made)).toBe(true);
});

test('ids made later sort later, and none comes twice', () => {
  let epochMs = 1_700_000_000_000;
  const next = randomIds(() => epochMs++);
  const made = Array.from({ length: 1000 }, next);
  expect([...made].sort()).toEqual(made);
  expect(new Set(made).size).toBe(1000);
});

test('text that is not a uuid is refused', () => {
  for (const text of ['', 'x', '01950000-1234-7FFF-bfff-ffffffffffff']) expect(() => uuid(text)).toThrow(RangeError);
});
