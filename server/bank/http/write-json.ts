import { type Money, toDecimalText } from '#server/primitives/money.ts';

/** Keeps an exact decimal as a JSON number: ECMAScript's JSON.rawJSON, which the compiler's library does not know yet. */
const { rawJSON } = JSON as typeof JSON & { rawJSON: (text: string) => object };

export type AnswerFields = Readonly<Record<string, unknown>>;

/** An amount as a JSON number written from the exact decimal: 12.30, never a float's idea of it. */
export const wireNumber = (amount: Money): object => rawJSON(toDecimalText(amount));

/** An amount as text, as everything but QUERY_ answers carries it. */
export const wireText = (amount: Money): string => toDecimalText(amount);

/** The document as it is signed and sent; absent fields are left out. */
export const writeJson = (fields: AnswerFields): string => JSON.stringify(fields);
