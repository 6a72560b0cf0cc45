import { expect, test } from 'vitest';
import { makeBatches } from './batches.ts';

test('what queues up behind a batch goes together as the next one, each with its own answer', async () => {
  const sizes: number[] = [];
  const submit = makeBatches(100, async (items: readonly number[]) => {
    sizes.push(items.length);
    await Promise.resolve();
    return items.map((item) => item * 2);
  });
  const answers = await Promise.all(Array.from({ length: 150 }, (_, n) => submit('hot', n)));
  expect(answers).toEqual(Array.from({ length: 150 }, (_, n) => n * 2));
  expect(sizes).toEqual([1, 100, 49]);
});

test('a batch that fails fails for all in it, and the next one is taken', async () => {
  let broken = true;
  const submit = makeBatches(10, async (items: readonly string[]) => {
    if (broken) throw new Error('no database');
    return items;
  });
  await expect(submit('a', 'x')).rejects.toThrow('no database');
  broken = false;
  expect(await submit('a', 'y')).toBe('y');
});
