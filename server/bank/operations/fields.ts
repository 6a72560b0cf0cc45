import { fromWireDate, fromWireTimestamp, type PlainDate } from '#server/primitives/calendar.ts';
import { fen, type Money } from '#server/primitives/money.ts';
import { isWireObject, type WireObject } from '../http/json.ts';
import { malformed } from '../refusal.ts';

/** Readers of reqData's fields. Each throws Refusal 100002 naming the field it stumbled over. */

const LONGEST_TEXT = 4000;
const LARGEST_FEN = 10n ** 15n;

export function optionalText(request: WireObject, name: string, longest = LONGEST_TEXT): string | undefined {
  const value = request[name];
  if (value === undefined) return undefined;
  if (typeof value === 'boolean') return String(value);
  if (typeof value !== 'string') throw malformed(`${name}: text expected`);
  if (value.length > longest) throw malformed(`${name}: longer than ${longest}`);
  if (value.includes('\0')) throw malformed(`${name}: control character`);
  const trimmed = value.toWellFormed().trim();
  return trimmed === '' ? undefined : trimmed;
}

export function requiredText(request: WireObject, name: string, longest = LONGEST_TEXT): string {
  const value = optionalText(request, name, longest);
  if (value === undefined) throw malformed(`${name}: missing`);
  return value;
}

/** A number that names something at the bank: at most 64 characters. */
export const requiredNumber = (request: WireObject, name: string): string => requiredText(request, name, 64);
export const optionalNumber = (request: WireObject, name: string): string | undefined =>
  optionalText(request, name, 64);

/** One of a fixed list, or the fallback when absent. */
export function oneOf<Word extends string>(
  request: WireObject,
  name: string,
  words: readonly Word[],
  fallback?: Word,
): Word {
  const value = optionalText(request, name) ?? fallback;
  if (value === undefined) throw malformed(`${name}: missing`);
  const found = words.find((word) => word === value);
  if (!found) throw malformed(`${name}: one of ${words.join(', ')} expected`);
  return found;
}

/** Several words of a fixed list, comma-separated: authList. */
export function listOf<Word extends string>(request: WireObject, name: string, words: readonly Word[]): Word[] {
  const parts = (optionalText(request, name) ?? '').split(',').map((part) => part.trim());
  const unknown = parts.find((part) => part !== '' && !words.some((word) => word === part));
  if (unknown) throw malformed(`${name}: ${unknown} is not one of ${words.join(', ')}`);
  return words.filter((word) => parts.includes(word));
}

/** The digits of "12.5", "1.0E7", "-3" in fen; undefined when it is no number or has more than two decimals. */
function readFen(text: string): bigint | undefined {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,2}))?$/.exec(text);
  if (!match) return undefined;
  const [, sign, whole = '', decimals = '', exponent = '0'] = match;
  const places = decimals.length - Number(exponent);
  const digits = whole + decimals;
  if (places > 2) return undefined;
  const value = BigInt(digits + '0'.repeat(2 - places));
  return sign === '-' ? -value : value;
}

function readAmount(request: WireObject, name: string): Money | undefined {
  const text = optionalText(request, name, 40);
  if (text === undefined) return undefined;
  const value = readFen(text);
  if (value === undefined || value < 0n || value >= LARGEST_FEN) throw malformed(`${name}: not an amount`);
  return fen(value);
}

/** Yuan with at most two decimals, as number or string; more decimals are refused, not rounded. Zero is allowed. */
export const optionalAmount = (request: WireObject, name: string): Money | undefined => readAmount(request, name);

/** A positive amount. */
export function requiredAmount(request: WireObject, name: string): Money {
  const value = readAmount(request, name);
  if (value === undefined) throw malformed(`${name}: missing`);
  if (value === 0n) throw malformed(`${name}: must be more than zero`);
  return value;
}

function dated<Result>(request: WireObject, name: string, read: (text: string) => Result): Result | undefined {
  const text = optionalText(request, name, 20);
  if (text === undefined) return undefined;
  try {
    return read(text);
  } catch {
    throw malformed(`${name}: no such moment`);
  }
}

/** yyyyMMddHHmmss, Beijing time. */
export const optionalMoment = (request: WireObject, name: string): Date | undefined =>
  dated(request, name, fromWireTimestamp);

/** yyyyMMdd. */
export const optionalDate = (request: WireObject, name: string): PlainDate | undefined =>
  dated(request, name, fromWireDate);

export function requiredMoment(request: WireObject, name: string): Date {
  const value = optionalMoment(request, name);
  if (!value) throw malformed(`${name}: missing`);
  return value;
}

export function requiredDate(request: WireObject, name: string): PlainDate {
  const value = optionalDate(request, name);
  if (!value) throw malformed(`${name}: missing`);
  return value;
}

/** A list of objects; empty when absent. */
export function objectList(request: WireObject, name: string): WireObject[] {
  const value = request[name];
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw malformed(`${name}: a list expected`);
  return value.map((item) => {
    if (!isWireObject(item)) throw malformed(`${name}: objects expected`);
    return item;
  });
}
