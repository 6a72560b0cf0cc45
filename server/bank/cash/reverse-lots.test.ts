import fc from 'fast-check';
import { expect, test } from 'vitest';
import { plainDate } from '#server/primitives/calendar.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { fen, lesser, type Money, minus, sum } from '#server/primitives/money.ts';
import { floatOf, type Lot, type WorkingAccount } from '../book/working-set.ts';
import { giveUp, makeGood } from './reverse-lots.ts';

const DAY = plainDate('2026-03-30');
const MISSING = 'FUIOU#missing';
const CHANNELS = ['BAOFOO', 'FUIOU', MISSING];

/** An account whose float, by channel, is a part of what it has; the rest of it has arrived. */
const account = fc
  .record({ available: fc.nat(100), frozen: fc.nat(100), float: fc.array(fc.nat(60), { minLength: 3, maxLength: 3 }) })
  .map(({ available, frozen, float }): WorkingAccount => {
    let room = available + frozen;
    const lots = CHANNELS.map((channel, place): Lot => {
      const amount = Math.min(room, float[place] ?? 0);
      room -= amount;
      return { date: DAY, channel, amount: fen(BigInt(amount)) };
    }).filter((lot) => lot.amount > 0n);
    const money = { available: fen(BigInt(available)), frozen: fen(BigInt(frozen)) };
    return {
      id: 'U' as Uuid,
      userNo: 'U',
      kind: 'user',
      role: 'INVESTOR',
      usable: true,
      available: money.available,
      frozen: money.frozen,
      lots,
      before: { available: money.available, frozen: money.frozen, lots: lots.map((lot) => ({ ...lot })) },
    };
  });

const totalOf = (accounts: readonly WorkingAccount[], channel: string): Money =>
  sum(accounts.flatMap((one) => one.lots.filter((lot) => lot.channel === channel).map((lot) => lot.amount)));
const heldBy = (accounts: readonly WorkingAccount[]): Money =>
  sum(accounts.flatMap((one) => [one.available, one.frozen]));

test('missing float leaves everybody’s hands, other float stays whole, and nobody has more float than money', () => {
  let paid = 0;
  fc.assert(
    fc.property(fc.array(account, { minLength: 2, maxLength: 6 }), (accounts) => {
      const missing = totalOf(accounts, MISSING);
      const [before, others] = [heldBy(accounts), ['BAOFOO', 'FUIOU'].map((channel) => totalOf(accounts, channel))];
      const arrivedBefore = minus(before, sum(accounts.map(floatOf)));
      let left = missing;
      const given: Lot[] = [];
      for (const payer of accounts) {
        const part = lesser(payer.available, left);
        given.push(...giveUp(payer, part, MISSING));
        payer.available = minus(payer.available, part);
        left = minus(left, part);
      }
      fc.pre(left === 0n);
      paid += missing > 0n ? 1 : 0;
      makeGood(accounts, MISSING, given);
      expect(totalOf(accounts, MISSING)).toBe(0n);
      expect(['BAOFOO', 'FUIOU'].map((channel) => totalOf(accounts, channel))).toEqual(others);
      expect(minus(heldBy(accounts), sum(accounts.map(floatOf)))).toBe(arrivedBefore);
      for (const one of accounts) expect(floatOf(one) <= one.available + one.frozen).toBe(true);
    }),
    { numRuns: 1000, seed: 20_260_330 },
  );
  expect(paid).toBeGreaterThan(300);
});
