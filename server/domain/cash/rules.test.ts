import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plainDate } from '#server/primitives/calendar.ts';
import {
  checkCharacterOf,
  idNumberProblem,
  isCardNumber,
  isPhone,
  isRealName,
  maskName,
  maskPhone,
  normaliseDigits,
  normaliseIdNumber,
  normaliseName,
} from './rules.ts';

const TODAY = plainDate('2026-03-31');

describe('identity numbers', () => {
  test('the example of GB 11643 passes, in either case and in full-width digits', () => {
    expect(idNumberProblem('11010519491231002X', TODAY)).toBeUndefined();
    expect(idNumberProblem(normaliseIdNumber('１１０１０５ 19491231 ００２x'), TODAY)).toBeUndefined();
  });

  test('every single wrong digit and every swap of neighbours is noticed', () => {
    const digits = fc.stringMatching(/^[1-9]\d{5}19[5-9]\d(0[1-9]|1[0-2])(0[1-9]|1\d|2[0-8])\d{3}$/);
    fc.assert(
      fc.property(digits, fc.nat(16), fc.nat(9), (first17, at, digit) => {
        const right = first17 + checkCharacterOf(first17);
        expect(idNumberProblem(right, TODAY)).toBeUndefined();
        const wrong = right.slice(0, at) + digit + right.slice(at + 1);
        if (wrong !== right) expect(idNumberProblem(wrong, TODAY)).toBeDefined();
        const swapped = right.slice(0, at) + right[at + 1] + right[at] + right.slice(at + 2);
        if (swapped !== right) expect(idNumberProblem(swapped, TODAY)).toBeDefined();
      }),
    );
  });

  test('shape, day of birth and age are told apart', () => {
    const numbered = (first17: string) => first17 + checkCharacterOf(first17);
    expect(idNumberProblem('110105194912310', TODAY)).toBe('malformed');
    expect(idNumberProblem('110105194912310021', TODAY)).toBe('check-digit');
    expect(idNumberProblem(numbered('11010519490230002'), TODAY)).toBe('birth-date');
    expect(idNumberProblem(numbered('11010518990101002'), TODAY)).toBe('birth-date');
    expect(idNumberProblem(numbered('11010520260401002'), TODAY)).toBe('birth-date');
    expect(idNumberProblem(numbered('11010520080401002'), TODAY)).toBe('under-age');
    expect(idNumberProblem(numbered('11010520080331002'), TODAY)).toBeUndefined();
  });
});

test('phones start with 13 to 19 and have eleven digits', () => {
  expect(isPhone(normaliseDigits('１８６ 1234-1402'))).toBe(true);
  for (const wrong of ['12612341402', '1861234140', '186123414022', '+8618612341402', '']) {
    expect(isPhone(wrong)).toBe(false);
  }
});

test('cards have 16 to 19 digits that satisfy Luhn', () => {
  expect(isCardNumber('6222021234567890128')).toBe(true);
  expect(isCardNumber(normaliseDigits('6222 0212 3456 7890 128'))).toBe(true);
  for (const wrong of ['6222021234567890129', '622202', '', 'abcdefghijklmnop'])
    expect(isCardNumber(wrong)).toBe(false);
});

test('names are Han with a middle dot, or Latin', () => {
  for (const name of ['仲小妮', '李雷', '迪丽热巴·迪力木拉提', "Anne O'Neil", 'José']) {
    expect(isRealName(normaliseName(name))).toBe(true);
  }
  for (const wrong of ['', '李', '李3', '李<b>', '·李', '1234', 'A'])
    expect(isRealName(normaliseName(wrong))).toBe(false);
});

test('masks keep the first and last character of a name and seven digits of a phone', () => {
  expect(maskName('仲小妮')).toBe('仲*妮');
  expect(maskName('李雷')).toBe('李*');
  expect(maskName('欧阳娜娜')).toBe('欧**娜');
  expect(maskName('𠮷田')).toBe('𠮷*');
  expect(maskPhone('18612341402')).toBe('186****1402');
});
