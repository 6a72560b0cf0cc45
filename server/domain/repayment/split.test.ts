import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fen, type Money, sum } from '#server/primitives/money.ts';
import { type Holder, splitAmong } from './split.ts';

const stakesOf = fc.array(fc.bigInt({ min: 1n, max: 2_000_000n }), { minLength: 1, maxLength: 40 });
const holdersOf = (stakes: readonly bigint[]): Holder[] =>
  stakes.map((stake, index) => ({ id: String(index).padStart(4, '0'), stake: fen(stake), carry: 0n }));
const total = (holders: readonly Holder[]): Money => sum(holders.map(({ stake }) => stake));

/** Applies a series of components to the same holders, checking every split on the way. */
function lifetime(holders: Holder[], components: readonly Money[]): Money[] {
  const whole = total(holders);
  const received = holders.map(() => 0n);
  let current = holders;
  for (const component of components) {
    const shares = splitAmong(component, whole, current);
    expect(sum(shares.map(({ paid }) => paid))).toBe(component);
    expect(shares.reduce((carries, { carry }) => carries + carry, 0n)).toBe(0n);
    shares.forEach((share, index) => {
      expect(share.paid >= 0n).toBe(true);
      expect(share.carry > -whole).toBe(true);
      received[index] = (received[index] ?? 0n) + share.paid;
    });
    current = current.map((holder, index) => ({ ...holder, carry: shares[index]?.carry ?? 0n }));
  }
  return received.map(fen);
}

/** Cuts an amount at random places into the rows of a schedule. */
const cut = (amount: bigint, marks: readonly bigint[]): Money[] => {
  const places = [...marks.map((mark) => mark % (amount + 1n)), 0n, amount].sort((a, b) =>
    a < b ? -1 : a > b ? 1 : 0,
  );
  return places.slice(1).map((place, index) => fen(place - (places[index] ?? 0n)));
};

test('of nothing nobody is paid, and what earlier splits left each stays', () => {
  const holders = holdersOf([1n, 1n, 1n]);
  const shares = splitAmong(fen(100n), fen(3n), holders);
  const left = holders.map((holder, index) => ({ ...holder, carry: shares[index]?.carry ?? 0n }));
  expect(splitAmong(fen(0n), fen(3n), left)).toEqual(left.map(({ carry }) => ({ paid: 0n, carry })));
});

describe('any split', () => {
  test('is whole, never negative, and pays each his stake over the life of the loan', () => {
    fc.assert(
      fc.property(stakesOf, fc.array(fc.bigInt({ min: 0n, max: 10n ** 9n }), { maxLength: 60 }), (stakes, marks) => {
        const holders = holdersOf(stakes);
        const rows = cut(total(holders), marks);
        expect(lifetime(holders, rows)).toEqual(stakes);
      }),
      { numRuns: 500 },
    );
  });

  test('of interest keeps everybody within two fen of the exact share at all times', () => {
    fc.assert(
      fc.property(stakesOf, fc.array(fc.bigInt({ min: 0n, max: 5000n }), { maxLength: 60 }), (stakes, parts) => {
        const holders = holdersOf(stakes);
        const whole = total(holders);
        const received = lifetime(holders, parts.map(fen));
        const paid = parts.reduce((all, part) => all + part, 0n);
        holders.forEach(({ stake }, index) => {
          const off = (received[index] ?? 0n) * whole - paid * stake;
          expect(off < 2n * whole && off > -2n * whole).toBe(true);
        });
      }),
      { numRuns: 300 },
    );
  });

  test('does not depend on the order in which the holders stand', () => {
    fc.assert(
      fc.property(stakesOf, fc.bigInt({ min: 0n, max: 10_000n }), (stakes, component) => {
        const holders = holdersOf(stakes);
        const there = splitAmong(fen(component), total(holders), holders);
        const back = splitAmong(fen(component), total(holders), [...holders].reverse());
        expect(back.reverse()).toEqual(there);
      }),
    );
  });
});

test('the fen left over go to the largest fractions, a tie to the larger stake, then to the lower id', () => {
  const paid = (component: bigint, stakes: bigint[]) => {
    const holders = holdersOf(stakes);
    return splitAmong(fen(component), total(holders), holders).map((share) => share.paid);
  };
  expect(paid(10n, [1n, 1n, 1n])).toEqual([4n, 3n, 3n]);
  expect(paid(1n, [1n, 2n, 3n])).toEqual([0n, 0n, 1n]);
  expect(paid(3n, [1n, 5n])).toEqual([0n, 3n]);
  expect(paid(7n, [3n, 3n, 4n])).toEqual([2n, 2n, 3n]);
});

test('a holder who was paid ahead waits until his share has caught up', () => {
  const holders = holdersOf([1n, 1n]);
  const [first] = splitAmong(fen(1n), fen(2n), holders);
  expect(first).toEqual({ paid: 1n, carry: -1n });
  const next = splitAmong(
    fen(0n),
    fen(2n),
    holders.map((holder, index) => ({ ...holder, carry: index === 0 ? -1n : 1n })),
  );
  expect(next.map(({ paid }) => paid)).toEqual([0n, 0n]);
});

test('when the floors exceed the component the surplus comes back from the smallest fractions', () => {
  const holders: Holder[] = [
    { id: 'a', stake: fen(10n), carry: -9n },
    { id: 'b', stake: fen(10n), carry: -9n },
    { id: 'c', stake: fen(80n), carry: 118n },
    { id: 'd', stake: fen(100n), carry: -100n },
  ];
  const shares = splitAmong(fen(1n), fen(200n), holders);
  expect(sum(shares.map(({ paid }) => paid))).toBe(1n);
  expect(shares.reduce((all, { carry }) => all + carry, 0n)).toBe(0n);
});

test('ten thousand holders are split in milliseconds', () => {
  const stakes = Array.from({ length: 10_000 }, (_, index) => BigInt(10_000 + ((index * 7919) % 90_000)));
  const holders = holdersOf(stakes);
  const whole = total(holders);
  splitAmong(fen(12_345_678n), whole, holders);
  const start = performance.now();
  const shares = splitAmong(fen(12_345_679n), whole, holders);
  expect(performance.now() - start).toBeLessThan(400);
  expect(sum(shares.map(({ paid }) => paid))).toBe(12_345_679n);
});

test('refuses holders whose stakes are not the loan, and a negative component', () => {
  expect(() => splitAmong(fen(1n), fen(3n), holdersOf([1n, 1n]))).toThrow(RangeError);
  expect(() => splitAmong(fen(-1n), fen(2n), holdersOf([1n, 1n]))).toThrow(RangeError);
});
