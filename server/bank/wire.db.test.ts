import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestWorld, type TestWorld } from './testing/world.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await openTestWorld();
  await world.members([{ platformUserNo: 'INV-1', userRole: 'INVESTOR', amount: '1000.10', authList: 'TENDER' }]);
});
afterAll(() => world.close());

const balanceOf = async (habits = {}) =>
  world.platform.call('QUERY_USER_INFORMATION', { platformUserNo: 'INV-1', bankcode: null, mobile: '' }, habits);

test('every encoding and habit of clients in the wild is understood, and every answer is signed', async () => {
  for (const habits of [
    {},
    { encoding: 'multipart' as const },
    { encoding: 'query' as const },
    { singleQuotes: true },
    { brokenLines: true },
    { doubleSlash: true },
    { encoding: 'multipart' as const, singleQuotes: true, brokenLines: true, doubleSlash: true },
  ]) {
    const answer = await balanceOf(habits);
    expect(answer.body, JSON.stringify(habits)).toMatchObject({ code: '0', status: 'SUCCESS', balance: 1000.1 });
    expect(answer.signed).toBe(true);
  }
});

test('amounts of queries are JSON numbers written from the exact decimal', async () => {
  expect((await balanceOf()).raw).toContain('"balance":1000.10,"availableAmount":1000.10,"freezeAmount":0.00');
});
