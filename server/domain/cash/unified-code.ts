/** The 31 characters of a unified social credit code: no I, O, S, V, Z. */
const CHARACTERS = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
const SHAPE = /^[1-9ANY][1-9A-HJ-NPQRTUWXY]\d{6}[\dA-HJ-NPQRTUWXY]{10}$/;

/** The 18th character of a unified social credit code, from its first 17 (GB 32100-2015, ISO 7064 MOD 31-3). */
export function codeCheckCharacter(first17: string): string {
  const total = WEIGHTS.reduce((sum, weight, index) => sum + weight * CHARACTERS.indexOf(first17.charAt(index)), 0);
  return CHARACTERS.charAt((31 - (total % 31)) % 31);
}

export type UnifiedCodeProblem = 'malformed' | 'check-digit';

/** What is wrong with a code in capitals without spaces, or undefined. */
export function unifiedCodeProblem(code: string): UnifiedCodeProblem | undefined {
  if (!SHAPE.test(code)) return 'malformed';
  return codeCheckCharacter(code) === code[17] ? undefined : 'check-digit';
}

/** 9133**********678X: where it is registered, and the end. */
export const maskCode = (code: string): string => `${code.slice(0, 4)}${'*'.repeat(code.length - 8)}${code.slice(-4)}`;
