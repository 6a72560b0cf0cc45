/**
 * Money is a whole number of fen (1/100 yuan, CNY) in a branded bigint. The brand keeps counts, rates and raw
 * request values out of sums; the bigint keeps floats out of everything.
 */
declare const moneyBrand: unique symbol;
export type Money = bigint & { readonly [moneyBrand]: 'fen' };

/** Brands a whole number of fen. */
export const fen = (amountFen: bigint): Money => amountFen as Money;

export const ZERO: Money = fen(0n);

export const plus = (left: Money, right: Money): Money => fen(left + right);
export const minus = (left: Money, right: Money): Money => fen(left - right);
export const negate = (amount: Money): Money => fen(-amount);
export const lesser = (left: Money, right: Money): Money => (left < right ? left : right);
export const greater = (left: Money, right: Money): Money => (left > right ? left : right);

export function sum(amounts: Iterable<Money>): Money {
  let total = 0n;
  for (const amount of amounts) total += amount;
  return fen(total);
}

export type MoneyProblem = 'empty' | 'not-a-number' | 'too-many-decimals' | 'negative' | 'zero' | 'too-large';
export type ParsedMoney = { ok: true; amount: Money } | { ok: false; problem: MoneyProblem };

const LARGEST_FEN = 10n ** 15n;

/** Full-width digits, stops and commas as Chinese input methods type them become their ASCII twins. */
function normaliseWidth(text: string): string {
  return text
    .replace(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0))
    .replace(/[．。]/g, '.')
    .replace(/，/g, ',')
    .replace(/[－−]/g, '-')
    .replace(/[¥￥\s]/g, '');
}

/**
 * Reads an amount of yuan as a person types it: "1,234.50", "１２３４", "¥ 10". Positive, at most two decimals,
 * below ten trillion yuan; grouping commas only where groups of three stand. Exponents, signs and words are refused.
 */
export function parseMoney(text: string): ParsedMoney {
  const plain = normaliseWidth(text);
  if (plain === '') return { ok: false, problem: 'empty' };
  const match = /^(-?)(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d*))?$/.exec(plain);
  if (!match) return { ok: false, problem: 'not-a-number' };
  const [, sign, whole = '0', decimals = ''] = match;
  if (sign === '-') return { ok: false, problem: 'negative' };
  if (decimals.length > 2) return { ok: false, problem: 'too-many-decimals' };
  const amount = BigInt(whole.replaceAll(',', '') + decimals.padEnd(2, '0'));
  if (amount === 0n) return { ok: false, problem: 'zero' };
  if (amount >= LARGEST_FEN) return { ok: false, problem: 'too-large' };
  return { ok: true, amount: fen(amount) };
}

/** "-1234.05" for −123,405 fen: the form of the wire and of files, never of a page. */
export function toDecimalText(amount: Money): string {
  const digits = (amount < 0n ? -amount : amount).toString().padStart(3, '0');
  return `${amount < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** Reads "-1234.05", "5000" or "0.1" exactly. Throws RangeError for anything else or more than two decimals. */
export function fromDecimalText(text: string): Money {
  const match = /^(-?)(\d+)(?:\.(\d{1,2}))?$/.exec(text);
  if (!match) throw new RangeError(`not an amount: ${text.slice(0, 40)}`);
  const amount = BigInt((match[2] ?? '0') + (match[3] ?? '').padEnd(2, '0'));
  return fen(match[1] === '-' ? -amount : amount);
}

/** "1,234.05" with grouping, for people; the unit stands in the header or beside it. */
export function formatMoney(amount: Money): string {
  const [whole = '0', decimals = '00'] = toDecimalText(amount).split('.');
  return `${whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',')}.${decimals}`;
}
