import { expect, test } from 'vitest';
import type { ProductView } from '#components/trpc/outputs.ts';
import { answersOf, emptyFields, readNoneOrAmount, restoredFields } from './answers.ts';

const product = {
  id: '01900000-0000-7000-8000-000000000001',
  termMaximum: 36,
  collateralKinds: ['credit'],
  compensator: 'none',
} as unknown as ProductView;

test('nothing at all is an answer to how much one owes, an empty field is none', () => {
  expect(readNoneOrAmount('0')).toBe(0n);
  expect(readNoneOrAmount('０.00')).toBe(0n);
  expect(readNoneOrAmount('12,000')).toBe(1_200_000n);
  expect(readNoneOrAmount('')).toBeUndefined();
});

test('a draft is restored without fields that the form does not know', () => {
  const fields = restoredFields(emptyFields(product), { amount: '60000', nonsense: 'x' });
  expect(fields.amount).toBe('60000');
  expect(fields.debt).toBe('0');
  expect(Object.keys(fields)).not.toContain('nonsense');
});

test('only a whole form is handed in', () => {
  const fields = { ...emptyFields(product), amount: '60，000', title: '进货', purpose: '备货', region: '江苏' };
  expect(answersOf(fields, product)).toBeUndefined();
  expect(answersOf({ ...fields, income: '9000' }, product)).toMatchObject({
    amount: 6_000_000n,
    income: '9000.00',
    declaredDebt: '0.00',
    collateral: undefined,
  });
});
