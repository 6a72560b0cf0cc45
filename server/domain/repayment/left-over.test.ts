import fc from 'fast-check';
import { expect, test } from 'vitest';
import { divideFloor } from '#server/primitives/division.ts';
import { fen, sum } from '#server/primitives/money.ts';
import { leftOverFen } from './left-over.ts';
import { type Holder, splitAmong } from './split.ts';

test('every fen that the floors of a split leave over has an owner, read from the carries alone', () => {
  const stakes = fc.array(fc.bigInt({ min: 1n, max: 90_000n }), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(stakes, fc.array(fc.bigInt({ min: 0n, max: 400n }), { maxLength: 20 }), (amounts, components) => {
      const whole = sum(amounts.map(fen));
      let holders: Holder[] = amounts.map((stake, index) => ({
        id: String(100 + index),
        stake: fen(stake),
        carry: 0n,
      }));
      for (const component of components) {
        const shares = splitAmong(fen(component), whole, holders);
        const floors = holders.map(({ stake, carry }) => {
          const due = component * stake + carry;
          return due > 0n ? divideFloor(due, whole) : 0n;
        });
        const given = shares.map(({ paid, carry }) => leftOverFen(paid, carry, whole));
        expect(given).toEqual(shares.map(({ paid }, index) => paid - (floors[index] ?? 0n)));
        holders = holders.map((holder, index) => ({ ...holder, carry: shares[index]?.carry ?? 0n }));
      }
    }),
    { numRuns: 300 },
  );
});
