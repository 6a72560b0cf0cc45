import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Bucket } from '#db/bank/schema/book.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { fen, negate, ZERO } from '#server/primitives/money.ts';
import { changesOf, type Leg, type Mirrors, mirrorOf } from './mirror.ts';

const VIRTUAL = ['A', 'B', 'C'] as Uuid[];
const OUTSIDE = 'OWN' as Uuid;
const CUSTODY = 'CUSTODY' as Uuid;
const eAccount = (id: Uuid): Uuid => `E-${id}` as Uuid;
const MIRRORS: Mirrors = { custodyId: CUSTODY, eAccounts: new Map(VIRTUAL.map((id) => [id, eAccount(id)])) };

const bucket = fc.constantFrom<Bucket>('available', 'frozen');
const leg: fc.Arbitrary<Leg> = fc
  .record({
    lineNumber: fc.nat(9),
    bizType: fc.constantFrom('TENDER', 'FREEZE_TENDER'),
    sourceId: fc.constantFrom(...VIRTUAL),
    sourceBucket: bucket,
    targetId: fc.constantFrom(...VIRTUAL),
    targetBucket: bucket,
    amount: fc.bigInt({ min: 1n, max: 10n ** 12n }).map(fen),
  })
  .filter((one) => one.sourceId !== one.targetId || one.sourceBucket !== one.targetBucket);

const balances = (legs: readonly Leg[]) => new Map(changesOf(legs).map((change) => [change.id, change]));

test('whatever moves between members, every e-account is its mirror’s opposite and the custody account is empty', () => {
  fc.assert(
    fc.property(fc.array(leg, { maxLength: 30 }), (legs) => {
      const after = balances([...legs, ...legs.flatMap((one) => mirrorOf(one, MIRRORS))]);
      for (const id of VIRTUAL) {
        const [own, mirrored] = [after.get(id), after.get(eAccount(id))];
        expect(mirrored?.available ?? ZERO).toBe(negate(own?.available ?? ZERO));
        expect(mirrored?.frozen ?? ZERO).toBe(negate(own?.frozen ?? ZERO));
      }
      expect(after.get(CUSTODY)).toBeUndefined();
    }),
  );
});

test('money from outside passes through the custody account into the e-account', () => {
  const move = { lineNumber: 0, bizType: 'RECHARGE', sourceBucket: 'available', targetBucket: 'available' } as const;
  const legs: Leg[] = [
    { ...move, sourceId: CUSTODY, targetId: OUTSIDE, amount: fen(500n) },
    { ...move, sourceId: OUTSIDE, targetId: 'A' as Uuid, amount: fen(500n) },
  ];
  const after = balances([...legs, ...legs.flatMap((one) => mirrorOf(one, MIRRORS))]);
  expect([...after.keys()].sort()).toEqual(['A', 'E-A']);
  expect(after.get(eAccount('A' as Uuid))?.available).toBe(-500n);
});
