import { z } from 'zod';
import { type PlainDate, plainDate } from '#server/primitives/calendar.ts';
import { fromDecimalText, type Money } from '#server/primitives/money.ts';
import { BadInput, type Command, type CommandInput } from './command.ts';

/** Makes a reader that throws RangeError into a schema with one plain sentence. */
const readBy = <Value>(read: (text: string) => Value, problem: string) =>
  z.string(problem).transform((text, context): Value => {
    try {
      return read(text);
    } catch {
      context.issues.push({ code: 'custom', message: problem, input: text });
      return z.NEVER;
    }
  });

export const dateText = readBy<PlainDate>(plainDate, 'must be a date such as "2026-01-31"');
/** Signed decimal text with at most two decimals. */
export const amountText = readBy<Money>(fromDecimalText, 'must be an amount as text such as "1000.00"');

async function readAll(stdin: CommandInput['stdin']): Promise<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let text = '';
  try {
    for await (const chunk of stdin)
      text += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
    return text + decoder.decode();
  } catch {
    throw new BadInput('standard input is not UTF-8 text');
  }
}

function parseArray(text: string): unknown[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new BadInput('standard input is not JSON');
  }
  if (!Array.isArray(parsed)) throw new BadInput('standard input is not a JSON array');
  return parsed;
}

const sentence = (issue: z.core.$ZodIssue): string => [issue.path.join('.'), issue.message].filter(Boolean).join(' ');

/** Element by element: read by the schema, computed, all or nothing. Errors name the element, counted from 1. */
export function elementCommand<Element>(schema: z.ZodType<Element>, compute: (element: Element) => unknown): Command {
  return async (args, { stdin }) => {
    if (args.length !== 1 || args[0] !== '--stdin')
      throw new BadInput('give --stdin and a JSON array on standard input');
    const value = parseArray(await readAll(stdin)).map((raw, index) => {
      const parsed = schema.safeParse(raw);
      if (!parsed.success) throw new BadInput(`element ${index + 1}: ${parsed.error.issues.map(sentence).join('; ')}`);
      try {
        return compute(parsed.data);
      } catch (error) {
        throw new BadInput(`element ${index + 1}: ${error instanceof Error ? error.message : String(error)}`);
      }
    });
    return { value, good: true };
  };
}
