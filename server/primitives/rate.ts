import { divideHalfEven } from './division.ts';
import { fen, type Money } from './money.ts';

/** A yearly rate, fee or share in parts per million: 94,822 is 9.4822 %. */
declare const ratePpmBrand: unique symbol;
export type RatePpm = number & { readonly [ratePpmBrand]: 'ppm' };

export const PPM = 1_000_000n;

/** Brands a whole number of parts per million. Throws RangeError for fractions and values beyond ±1,000 %. */
export function ratePpm(value: number): RatePpm {
  if (!Number.isInteger(value) || Math.abs(value) > 10_000_000) throw new RangeError(`not a rate in ppm: ${value}`);
  return value as RatePpm;
}

/** amount × rate, half-even once, to the fen: fees and other shares of an amount that no time enters. */
export function shareOf(amount: Money, rate: RatePpm): Money {
  return fen(divideHalfEven(amount * BigInt(rate), PPM));
}

/** "8.5 %" keeps as many decimals as the rate has, two at the least: 85,000 → "8.50", 94,822 → "9.4822". */
export function formatRate(rate: RatePpm): string {
  const sign = rate < 0 ? '-' : '';
  const digits = Math.abs(rate).toString().padStart(5, '0');
  const decimals = digits.slice(-4).replace(/0{1,2}$/, '');
  return `${sign}${digits.slice(0, -4)}.${decimals.padEnd(2, '0')}`;
}
