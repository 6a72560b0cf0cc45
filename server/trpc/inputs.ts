import { z } from 'zod';
import { amountErrorOf } from '#server/primitives/amount-errors.ts';
import { type PlainDate, plainDate } from '#server/primitives/calendar.ts';
import { DomainError } from '#server/primitives/errors.ts';
import { isUuid, type Uuid } from '#server/primitives/ids.ts';
import { fen, type Money, parseMoney, toDecimalText } from '#server/primitives/money.ts';
import { type RatePpm, ratePpm } from '#server/primitives/rate.ts';

/** Shapes that many procedures take. What is wrong with an amount is told by the amount's own code. */

/**
 * An amount: a whole number of fen as a bigint, or yuan as text the way a person types them.
 * @throws DomainError AMOUNT_*
 */
export function readAmount(given: unknown): Money {
  const text = typeof given === 'bigint' ? toDecimalText(fen(given)) : typeof given === 'string' ? given : undefined;
  if (text === undefined) {
    const code = given === undefined || given === null ? 'AMOUNT_EMPTY' : 'AMOUNT_INVALID';
    throw new DomainError(code, 'an amount is a bigint of fen or text');
  }
  const parsed = parseMoney(text);
  if (!parsed.ok) throw new DomainError(amountErrorOf(parsed.problem), parsed.problem);
  return parsed.amount;
}

export const amountInput = z.custom<bigint | string>(() => true).transform((given): Money => readAmount(given));

export const idInput = z
  .string()
  .refine(isUuid, 'not an id')
  .transform((text) => text as Uuid);

export const dateInput = z.string().transform((text, issue): PlainDate => {
  try {
    return plainDate(text);
  } catch {
    issue.addIssue({ code: 'custom', message: 'not a date' });
    return z.NEVER;
  }
});

export const rateInput = z
  .int()
  .min(0)
  .max(1_000_000)
  .transform((value): RatePpm => ratePpm(value));

/** Which of a member's custody accounts is meant. */
export const holderInput = z.object({ as: z.enum(['investor', 'borrower', 'guarantor']) });

/** Words that a person writes: trimmed, of a length, without control characters. */
export const textInput = (minimum: number, maximum: number) =>
  z
    .string()
    .trim()
    .min(minimum)
    .max(maximum)
    .regex(/^[^\p{Cc}]*$/u);
