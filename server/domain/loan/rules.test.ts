import { expect, test } from 'vitest';
import type { product } from '#db/schema/products.ts';
import { randomIds } from '#server/primitives/ids.ts';
import { fen } from '#server/primitives/money.ts';
import { ratePpm } from '#server/primitives/rate.ts';
import { mintAdmin } from '../actors.ts';
import { FIRST_PRODUCTS } from './products.ts';
import { type Application, BORROWING_CAPS, requireApplication, requireRole, requireUnderCaps } from './rules.ts';
import { PENDING_LOAN_STATES } from './states.ts';

const newId = randomIds(() => 0);
const [version] = FIRST_PRODUCTS;
/** What the database fills in where a version does not say. */
const unsaid = {
  borrowerKinds: ['person'],
  collateralKinds: ['credit'],
  amountMaximum: fen(100_000_000n),
  compensator: 'none',
};
const sold = { ...unsaid, ...version, id: newId() } as typeof product.$inferSelect;
const proper: Application = {
  title: '店铺装修',
  purpose: '更换柜台与灯具',
  amount: fen(5_000_000n),
  term: 12,
  ratePpm: ratePpm(85_000),
};

test('a proper application is taken', () => {
  expect(() => requireApplication(sold, 'person', proper)).not.toThrow();
});

test.each<[string, Partial<Application>, string]>([
  ['no title', { title: '  ' }, 'INPUT_INVALID'],
  ['a title of 61 characters', { title: '长'.repeat(61) }, 'INPUT_INVALID'],
  ['no purpose', { purpose: '' }, 'INPUT_INVALID'],
  ['a term below the range', { term: 2 }, 'INPUT_INVALID'],
  ['half a month', { term: 3.5 }, 'INPUT_INVALID'],
  ['a rate above the range', { ratePpm: ratePpm(180_001) }, 'INPUT_INVALID'],
  ['no amount', { amount: fen(0n) }, 'AMOUNT_NOT_POSITIVE'],
  ['less than the smallest bid', { amount: fen(9_999n) }, 'AMOUNT_BELOW_MINIMUM'],
  ['more than the product lends', { amount: fen(100_000_001n) }, 'INPUT_INVALID'],
  ['a security that is not the product’s', { collateralKind: 'house', collateral: '两居室' }, 'INPUT_INVALID'],
  ['an empty region', { region: ' ' }, 'INPUT_INVALID'],
])('refuses %s', (_, change, code) => {
  expect(() => requireApplication(sold, 'person', { ...proper, ...change })).toThrow(expect.objectContaining({ code }));
});

test('an enterprise’s loan on a house says which, and who stands behind it', () => {
  const guaranteed = FIRST_PRODUCTS.find(({ code }) => code === 'enterprise-guaranteed');
  const onHouse = { ...sold, ...guaranteed } as typeof product.$inferSelect;
  const application: Application = { ...proper, collateral: '两居室，无贷款', guarantorId: newId() };
  const refusal = (field: string) => expect.objectContaining({ details: expect.objectContaining({ field }) });
  expect(() => requireApplication(onHouse, 'enterprise', application)).not.toThrow();
  expect(() => requireApplication(onHouse, 'person', application)).toThrow(refusal('productId'));
  expect(() => requireApplication(onHouse, 'enterprise', { ...application, guarantorId: undefined })).toThrow(
    refusal('guarantorId'),
  );
  expect(() => requireApplication(onHouse, 'enterprise', { ...application, collateral: undefined })).toThrow(
    refusal('collateral'),
  );
});

test('the cap counts what is owed and what is asked for together, to the fen', () => {
  const { here } = BORROWING_CAPS.person;
  const sums = { owed: fen(1n), asked: fen(here - 1n), declared: fen(0n) };
  expect(() => requireUnderCaps('person', sums)).not.toThrow();
  expect(() => requireUnderCaps('enterprise', { ...sums, asked: here })).not.toThrow();
  expect(() => requireUnderCaps('person', { ...sums, asked: here })).toThrow(
    expect.objectContaining({ code: 'BORROWING_CAP_EXCEEDED', details: { capFen: '20000000', leftFen: '19999999' } }),
  );
});

test('what is declared to be owed elsewhere counts against the cap of all platforms', () => {
  const sums = { owed: fen(5_000_000n), asked: fen(1_000_000n), declared: fen(94_000_000n) };
  expect(() => requireUnderCaps('person', sums)).not.toThrow();
  expect(() => requireUnderCaps('person', { ...sums, declared: fen(94_000_001n) })).toThrow(
    expect.objectContaining({
      code: 'TOTAL_BORROWING_CAP_EXCEEDED',
      details: { capFen: '100000000', leftFen: '999999' },
    }),
  );
  expect(() => requireUnderCaps('person', { ...sums, declared: fen(990_000_000n) })).toThrow(
    expect.objectContaining({ details: { capFen: '100000000', leftFen: '0' } }),
  );
});

test('a member of staff needs one of the roles', () => {
  const officer = mintAdmin({ memberId: newId(), roles: ['finance'] });
  expect(() => requireRole(officer, 'finance')).not.toThrow();
  expect(() => requireRole(officer, 'loan-officer', 'risk-officer')).toThrow(
    expect.objectContaining({ code: 'FORBIDDEN' }),
  );
});

test('there is a first product for each way of repaying, and a loan counts from its draft until its settlement', () => {
  expect(new Set(FIRST_PRODUCTS.map(({ repaymentKind }) => repaymentKind)).size).toBe(4);
  for (const { termUnit, repaymentKind } of FIRST_PRODUCTS)
    if (termUnit === 'day') expect(repaymentKind).toBe('bullet');
  expect(PENDING_LOAN_STATES).toContain('settling');
  expect(PENDING_LOAN_STATES).not.toContain('repaying');
});
