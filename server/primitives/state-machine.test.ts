import { expect, test } from 'vitest';
import { DomainError } from './errors.ts';
import { type Machine, statesAccepting, transition } from './state-machine.ts';

const lamp = { off: { press: 'on' }, on: { press: 'off', burn: 'dead' }, dead: {} } satisfies Machine<
  'off' | 'on' | 'dead',
  'press' | 'burn'
>;

test('an arrow leads to its state', () => {
  expect(transition<'off' | 'on' | 'dead', 'press' | 'burn'>(lamp, 'off', 'press')).toBe('on');
});

test('a missing arrow is an error that says so', () => {
  expect(() => transition<'off' | 'on' | 'dead', 'press' | 'burn'>(lamp, 'dead', 'press')).toThrow(DomainError);
});

test('the states that take an event are known', () => {
  expect(statesAccepting<'off' | 'on' | 'dead', 'press' | 'burn'>(lamp, 'press')).toEqual(['off', 'on']);
});
