import fc from 'fast-check';
import { expect, test } from 'vitest';
import { codeCheckCharacter, maskCode, unifiedCodeProblem } from './unified-code.ts';

test('the example of GB 32100 passes, and what is no code does not', () => {
  expect(unifiedCodeProblem('91350100M000100Y43')).toBeUndefined();
  expect(unifiedCodeProblem('91350100M000100Y44')).toBe('check-digit');
  for (const malformed of ['', '91350100M000100Y4', '91350100M000100Y433', '9135010OM000100Y43', '91350100m000100y43'])
    expect(unifiedCodeProblem(malformed)).toBe('malformed');
});

test('every single wrong character and every swap of neighbours is noticed', () => {
  const firsts = fc.stringMatching(/^9[1-3]\d{6}[0-9A-HJ-NPQRTUWXY]{9}$/);
  fc.assert(
    fc.property(firsts, fc.nat(16), fc.constantFrom(...'0123456789ABCDEFGHJKLMNPQRTUWXY'), (first17, at, other) => {
      const check = codeCheckCharacter(first17);
      expect(unifiedCodeProblem(first17 + check)).toBeUndefined();
      const wrong = first17.slice(0, at) + other + first17.slice(at + 1);
      if (wrong !== first17) expect(codeCheckCharacter(wrong)).not.toBe(check);
      const [left, right] = [first17.charAt(at), first17.charAt(at + 1)];
      const swapped = first17.slice(0, at) + right + left + first17.slice(at + 2);
      if (at < 16 && swapped !== first17) expect(codeCheckCharacter(swapped)).not.toBe(check);
    }),
  );
});

test('a masked code shows four characters at either end', () => {
  expect(maskCode('91350100M000100Y43')).toBe('9135**********0Y43');
});
