import { describe, expect, test } from 'vitest';
import { preparing, rememberTexts } from './repeated-statements.ts';

describe('statements that are run again', () => {
  test('are known from the second time on', () => {
    const isRepeated = rememberTexts();
    expect([isRepeated('select $1'), isRepeated('select $1'), isRepeated('select $2')]).toEqual([false, true, false]);
  });

  test('are remembered up to a bound, and what came first stays known', () => {
    const isRepeated = rememberTexts(2);
    for (const text of ['a', 'b', 'c', 'c']) isRepeated(text);
    expect([isRepeated('a'), isRepeated('b'), isRepeated('c')]).toEqual([true, true, false]);
  });

  test('are prepared when they have parameters, and as told otherwise', () => {
    const prepared: unknown[] = [];
    const unsafe = preparing(((_text: string, _parameters: unknown, options: { prepare?: boolean }) =>
      prepared.push(options.prepare)) as never);
    unsafe('select $1::text', ['x']);
    unsafe('select $1::text', ['x']);
    unsafe('select 1');
    unsafe('select 1');
    unsafe('select $1::integer', ['1'], { prepare: true });
    expect(prepared).toEqual([false, true, false, false, true]);
  });
});
