import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PaymentPart } from '#db/schema/products.ts';
import { addDays, plainDate } from '#server/primitives/calendar.ts';
import { fen, type Money, plus, sum, ZERO } from '#server/primitives/money.ts';
import { ratePpm } from '#server/primitives/rate.ts';
import { allocate } from './allocate.ts';
import { type Owed, penaltyOf, totalOf } from './owed.ts';
import { penaltyByDay } from './penalty-days.ts';

const START = plainDate('2026-01-01');
const money = (most: bigint) => fc.bigInt({ min: 0n, max: most }).map(fen);
const bases = fc.array(money(10_000_000_000n), { maxLength: 120 });
const rates = fc.integer({ min: 0, max: 5_000 }).map(ratePpm);
const daysOf = (amounts: readonly Money[]) => amounts.map((base, index) => ({ day: addDays(START, index), base }));

describe('the penalty of an instalment', () => {
  test('day by day adds up to what is rounded once on the whole', () => {
    fc.assert(
      fc.property(bases, rates, (amounts, rate) => {
        const days = penaltyByDay(daysOf(amounts), rate);
        const whole = penaltyOf({ penaltyFenDays: sum(amounts) }, rate);
        expect(sum(days.map(({ penalty }) => penalty))).toBe(whole);
        expect(days.at(-1)?.total ?? ZERO).toBe(whole);
      }),
    );
  });

  test('is never less than the day before, nor ever a fen from the exact sum', () => {
    fc.assert(
      fc.property(bases, rates, (amounts, rate) => {
        let fenDays = 0n;
        for (const { base, penalty, total } of penaltyByDay(daysOf(amounts), rate)) {
          fenDays += base;
          expect(penalty).toBeGreaterThanOrEqual(0n);
          const off = total * 1_000_000n - fenDays * BigInt(rate);
          expect(off >= -500_000n && off <= 500_000n).toBe(true);
        }
      }),
    );
  });

  test('of a fen and a half is two, of two and a half too', () => {
    const of = (penaltyFenDays: bigint) => penaltyOf({ penaltyFenDays }, ratePpm(500));
    expect([of(3_000n), of(5_000n), of(999n), of(1_000n), of(1_001n)]).toEqual([2n, 2n, 0n, 0n, 1n]);
  });
});

describe('a payment', () => {
  const parts = fc.record({
    penalty: money(1_000n),
    fee: money(1_000n),
    interest: money(1_000n),
    principal: money(1_000n),
  });
  const owings = fc.array(
    fc.record({ number: fc.integer({ min: 1, max: 99 }), owed: fc.record({ compensator: parts, investors: parts }) }),
    { maxLength: 6 },
  );
  const orders = fc.shuffledSubarray<PaymentPart>(['penalty', 'fee', 'interest', 'principal'], { minLength: 4 });
  const owedIn = ({ compensator, investors }: Owed): Money => plus(totalOf(compensator), totalOf(investors));

  test('is spent whole while anything is owed, and a newer instalment gets nothing before an older is whole', () => {
    fc.assert(
      fc.property(money(30_000n), owings, orders, (amount, owing, order) => {
        const all = sum(owing.map(({ owed }) => owedIn(owed)));
        const items = allocate(amount, owing, order);
        expect(sum(items.map(totalOf))).toBe(amount < all ? amount : all);
        let left: bigint = amount;
        const inTurn = owing.flatMap(({ number, owed }) =>
          (['compensator', 'investors'] as const).map((who) => ({ number, who, parts: owed[who] })),
        );
        const expected = inTurn.flatMap(({ number, who, parts: wanted }) => {
          const paid = order.map((part) => {
            const given = wanted[part] < left ? wanted[part] : left;
            left -= given;
            return [part, given] as const;
          });
          const item = { instalmentNumber: number, beneficiary: who, ...Object.fromEntries(paid) };
          return paid.some(([, given]) => given > 0n) ? [item] : [];
        });
        expect(items).toEqual(expected);
      }),
    );
  });
});
