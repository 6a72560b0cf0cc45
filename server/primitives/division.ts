/**
 * Every division of money, rates and shares in the product. Each function takes exact integers and names how it
 * rounds; nothing else may use `/` on a bigint.
 */

function requirePositive(denominator: bigint): void {
  if (denominator <= 0n) throw new RangeError(`denominator must be positive, got ${denominator}`);
}

/** Largest integer not above numerator ÷ denominator. Throws RangeError unless denominator > 0. */
export function divideFloor(numerator: bigint, denominator: bigint): bigint {
  requirePositive(denominator);
  const quotient = numerator / denominator;
  return numerator % denominator < 0n ? quotient - 1n : quotient;
}

/** Smallest integer not below numerator ÷ denominator. Throws RangeError unless denominator > 0. */
export function divideCeiling(numerator: bigint, denominator: bigint): bigint {
  return -divideFloor(-numerator, denominator);
}

/** Nearest integer to numerator ÷ denominator, a tie to the even one (IEEE 754 roundTiesToEven). */
export function divideHalfEven(numerator: bigint, denominator: bigint): bigint {
  const floor = divideFloor(numerator, denominator);
  const twiceRemainder = 2n * (numerator - floor * denominator);
  if (twiceRemainder < denominator) return floor;
  if (twiceRemainder > denominator) return floor + 1n;
  return floor % 2n === 0n ? floor : floor + 1n;
}
