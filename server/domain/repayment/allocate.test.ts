import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fen, type Money, sum, ZERO } from '#server/primitives/money.ts';
import { allocate, allocateRecovery, type Item } from './allocate.ts';
import { type Owed, type Parts, totalOf } from './owed.ts';

const ORDER = ['penalty', 'fee', 'interest', 'principal'] as const;
const money = fc.bigInt({ min: 0n, max: 1_000n }).map(fen);
const parts: fc.Arbitrary<Parts> = fc.record({ penalty: money, fee: money, interest: money, principal: money });
const compensators = parts.map((owed) => ({ ...owed, fee: ZERO }));
const owing = fc
  .array(fc.record({ investors: parts, compensator: compensators }), { minLength: 1, maxLength: 6 })
  .map((rows) => rows.map((owed: Owed, index) => ({ number: index + 1, owed })));
type Owing = readonly Readonly<{ number: number; owed: Owed }>[];

const total = (rows: Owing): Money =>
  sum(rows.flatMap(({ owed }) => [totalOf(owed.investors), totalOf(owed.compensator)]));
const spent = (items: readonly Item[]): Money => sum(items.map(totalOf));
const of = (items: readonly Item[], beneficiary: Item['beneficiary']) =>
  items.filter((item) => item.beneficiary === beneficiary);

test('either way spends what there is, up to what is owed, and never more on anything than is owed of it', () => {
  fc.assert(
    fc.property(owing, fc.bigInt({ min: 0n, max: 60_000n }).map(fen), (rows, amount) => {
      for (const items of [allocate(amount, rows, ORDER), allocateRecovery(amount, rows)]) {
        const all = total(rows);
        expect(spent(items)).toBe(amount < all ? amount : all);
        for (const item of items) {
          const owed = rows.find(({ number }) => number === item.instalmentNumber)?.owed;
          if (!owed || item.beneficiary === 'platform') throw new Error('nobody is owed this');
          for (const part of ORDER) expect(item[part] <= owed[item.beneficiary][part]).toBe(true);
        }
      }
    }),
  );
});

test('of a recovery the investors get nothing before the compensator has all, and no interest before all principal', () => {
  fc.assert(
    fc.property(owing, fc.bigInt({ min: 0n, max: 60_000n }).map(fen), (rows, amount) => {
      const items = allocateRecovery(amount, rows);
      const [first, then] = [of(items, 'compensator'), of(items, 'investors')];
      if (then.length > 0) expect(spent(first)).toBe(sum(rows.map(({ owed }) => totalOf(owed.compensator))));
      for (const [beneficiary, share] of [['compensator', first] as const, ['investors', then] as const]) {
        const principal = sum(rows.map(({ owed }) => owed[beneficiary].principal));
        if (share.some(({ interest }) => interest > 0n))
          expect(sum(share.map((item) => item.principal))).toBe(principal);
        const interest = sum(rows.map(({ owed }) => owed[beneficiary].interest));
        if (share.some(({ penalty }) => penalty > 0n)) expect(sum(share.map((item) => item.interest))).toBe(interest);
      }
    }),
  );
});
