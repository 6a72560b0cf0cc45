import { expect, test } from 'vitest';
import { judgeCard } from './cards.ts';
import { isIdCardNo, maskCard, maskIdCard } from './identity.ts';

test('an ID number needs its check character and a real date', () => {
  expect(isIdCardNo('11010519491231002X')).toBe(true);
  expect(isIdCardNo('110105194912310021')).toBe(false);
  expect(isIdCardNo('11010519491331002X')).toBe(false);
});

test('only debit cards pass: Luhn, a known bank, no credit card', () => {
  expect(judgeCard('6228480000000000018')).toEqual({ ok: true, bankcode: 'ABOC' });
  expect(judgeCard('6228480000000000019').ok).toBe(false);
  const credit = judgeCard('6222300000000003');
  expect(credit.ok ? undefined : credit.reason.en).toContain('credit card');
});

test('masks leave first and last digits', () => {
  expect(maskCard('6228480000000000018')).toBe('622848*********0018');
  expect(maskIdCard('11010519491231002X')).toBe('110***********002X');
});
