import { divideCeiling, divideFloor } from '#server/primitives/division.ts';
import { fen, lesser, type Money } from '#server/primitives/money.ts';

/**
 * How many fen of a share came from what the floors of its split left over: above nought for a holder who was given
 * them, below for one who gave back. It follows from what the split has written down, since the exact share was
 * paid × whole + carry.
 * @param carryAfter what the split left the holder, a numerator over `whole`
 */
export function leftOverFen(paid: Money, carryAfter: bigint, whole: Money): bigint {
  if (carryAfter >= whole) return -divideFloor(carryAfter, whole);
  if (carryAfter >= 0n) return 0n;
  return lesser(paid, fen(divideCeiling(-carryAfter, whole)));
}
