import { Decimal } from 'decimal.js';

/** Forty significant digits: enough that no rounding of a rate to two or three decimals is ever in doubt. */
export const Precise = Decimal.clone({ precision: 40, rounding: Decimal.ROUND_HALF_EVEN });

export type RealFunction = (x: Decimal) => Decimal;
export type Bracket = { low: Decimal; high: Decimal };

const MOST_STEPS = 200;
const sameSign = (left: Decimal, right: Decimal): boolean => left.isNegative() === right.isNegative();

/**
 * The root of a continuous function between two points where it differs in sign, to `tolerance`: Ridders' method,
 * which never leaves its bracket (Ridders, IEEE Transactions on Circuits and Systems 26, 1979).
 */
export function bracketedRoot(valueAt: RealFunction, { low, high }: Bracket, tolerance: Decimal): Decimal {
  let [left, right] = [low, high];
  let [atLeft, atRight] = [valueAt(left), valueAt(right)];
  if (atLeft.isZero()) return left;
  if (atRight.isZero()) return right;
  let guess = left;
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const middle = left.plus(right).div(2);
    const atMiddle = valueAt(middle);
    const scale = atMiddle.times(atMiddle).minus(atLeft.times(atRight)).sqrt();
    const pull = middle.minus(left).times(atMiddle).div(scale);
    const next = atLeft.greaterThan(atRight) ? middle.plus(pull) : middle.minus(pull);
    const moved = next.minus(guess).abs();
    guess = next;
    const atGuess = valueAt(guess);
    if (atGuess.isZero() || (step > 0 && moved.lessThan(tolerance))) return guess;
    if (!sameSign(atMiddle, atGuess)) {
      [left, atLeft, right, atRight] = [middle, atMiddle, guess, atGuess];
    } else if (sameSign(atLeft, atGuess)) {
      [left, atLeft] = [guess, atGuess];
    } else {
      [right, atRight] = [guess, atGuess];
    }
    if (right.minus(left).abs().lessThan(tolerance)) return guess;
  }
  return guess;
}

/**
 * The change of sign nearest to `start`, looked for on both sides at once: `further(n)` is the n-th pair of points
 * outward. Undefined when the function keeps its sign over `steps` pairs.
 */
export function bracketAround(
  valueAt: RealFunction,
  start: Decimal,
  further: (step: number) => { below: Decimal; above: Decimal },
  steps: number,
): Bracket | undefined {
  const atStart = valueAt(start);
  if (atStart.isZero()) return { low: start, high: start };
  let [low, high] = [start, start];
  for (let step = 1; step <= steps; step += 1) {
    const { below, above } = further(step);
    if (!sameSign(valueAt(above), atStart)) return { low: high, high: above };
    if (!sameSign(valueAt(below), atStart)) return { low: below, high: low };
    [low, high] = [below, above];
  }
  return undefined;
}
