import { expect, test } from 'vitest';
import type { product } from '#db/schema/products.ts';
import { randomIds } from '#server/primitives/ids.ts';
import { fen } from '#server/primitives/money.ts';
import { ratePpm } from '#server/primitives/rate.ts';
import { mintAdmin } from '../actors.ts';
import { FIRST_PRODUCTS } from './products.ts';
import { type Application, PERSON_CAP, requireApplication, requireRole, requireUnderCap } from './rules.ts';
import { PENDING_LOAN_STATES } from './states.ts';

const newId = randomIds(() => 0);
const [version] = FIRST_PRODUCTS;
const sold = { ...version, id: newId() } as typeof product.$inferSelect;
const proper: Application = {
  title: '店铺装修',
  purpose: '更换柜台与灯具',
  amount: fen(5_000_000n),
  term: 12,
  ratePpm: ratePpm(85_000),
};

test('a proper application is taken', () => {
  expect(() => requireApplication(sold, proper)).not.toThrow();
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
])('refuses %s', (_, change, code) => {
  expect(() => requireApplication(sold, { ...proper, ...change })).toThrow(expect.objectContaining({ code }));
});

test('the cap counts what is owed and what is asked for together, to the fen', () => {
  expect(() => requireUnderCap(fen(1n), fen(PERSON_CAP - 1n))).not.toThrow();
  expect(() => requireUnderCap(fen(1n), PERSON_CAP)).toThrow(
    expect.objectContaining({ code: 'BORROWING_CAP_EXCEEDED', details: { capFen: '20000000', leftFen: '19999999' } }),
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
