import luhn from 'fast-luhn';
import { type PlainDate, plainDate } from '#server/primitives/calendar.ts';

const ADULT_YEARS = 18;

/** Full-width letters and digits, as Chinese input methods type them, become their ASCII twins; spaces go. */
const plain = (text: string): string => text.normalize('NFKC').replace(/[\s\u200b]/g, '');

/** "１１０１０１ 19900307 123x" → "11010119900307123X". */
export const normaliseIdNumber = (text: string): string => plain(text).toUpperCase();
/** Digits alone: spaces and hyphens between groups go. */
export const normaliseDigits = (text: string): string => plain(text).replace(/-/g, '');
/** Trimmed, one form of every character, single spaces. */
export const normaliseName = (text: string): string =>
  text.normalize('NFKC').trim().replace(/\s+/g, ' ').replace(/[•・]/g, '·');

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK_CHARACTERS = '10X98765432';

/** The 18th character of a resident identity number, from its first 17 digits (GB 11643-1999, ISO 7064 MOD 11-2). */
export function checkCharacterOf(first17: string): string {
  const total = WEIGHTS.reduce((sum, weight, index) => sum + weight * Number(first17[index]), 0);
  return CHECK_CHARACTERS.charAt(total % 11);
}

/** The date of birth in a well-formed identity number; undefined when no such day exists. */
function birthDateOf(idNumber: string): PlainDate | undefined {
  try {
    return plainDate(`${idNumber.slice(6, 10)}-${idNumber.slice(10, 12)}-${idNumber.slice(12, 14)}`);
  } catch {
    return undefined;
  }
}

export type IdNumberProblem = 'malformed' | 'check-digit' | 'birth-date' | 'under-age';

/** What is wrong with a normalised identity number on a given day, or undefined. */
export function idNumberProblem(idNumber: string, today: PlainDate): IdNumberProblem | undefined {
  if (!/^[1-9]\d{16}[\dX]$/.test(idNumber)) return 'malformed';
  if (checkCharacterOf(idNumber) !== idNumber[17]) return 'check-digit';
  const born = birthDateOf(idNumber);
  if (born === undefined || born < '1900-01-01' || born > today) return 'birth-date';
  const adultOn = `${Number(born.slice(0, 4)) + ADULT_YEARS}${born.slice(4)}`;
  return today < adultOn ? 'under-age' : undefined;
}

export const isPhone = (digits: string): boolean => /^1[3-9]\d{9}$/.test(digits);
export const isCardNumber = (digits: string): boolean => /^\d{16,19}$/.test(digits) && luhn(digits);
/** Han characters with the middle dot of transcribed names, or Latin letters. */
export const isRealName = (name: string): boolean =>
  /^[\p{Script=Han}][\p{Script=Han}·]{0,28}[\p{Script=Han}]$/u.test(name) ||
  /^\p{Script=Latin}[\p{Script=Latin} .'-]{0,58}\p{Script=Latin}$/u.test(name);

/** 仲*妮, 张*, 欧**娜: the first and the last character of a name. */
export function maskName(name: string): string {
  const characters = [...name];
  const [first = '', last = ''] = [characters.at(0), characters.at(-1)];
  if (characters.length <= 2) return `${first}*`;
  return `${first}${'*'.repeat(characters.length - 2)}${last}`;
}

/** 186****1402. */
export const maskPhone = (phone: string): string => `${phone.slice(0, 3)}****${phone.slice(-4)}`;
/** The last four digits of a card, all that is kept of it in the clear. */
export const lastFourOf = (cardNumber: string): string => cardNumber.slice(-4);
