import { divideHalfEven } from '#server/primitives/division.ts';
import type { Money } from '#server/primitives/money.ts';

/** What a split left a holder, in fen with four decimals: "+0.4167"; "0" when nothing. */
export function carryText(carry: bigint, whole: Money): string {
  if (carry === 0n) return '0';
  const size = divideHalfEven((carry < 0n ? -carry : carry) * 10_000n, whole)
    .toString()
    .padStart(5, '0');
  return `${carry < 0n ? '−' : '+'}${size.slice(0, -4)}.${size.slice(-4)}`;
}
