/** What a canonical document is made of: numbers are whole, amounts decimal text, moments ISO text. */
export type Canonical = string | number | boolean | null | readonly Canonical[] | { readonly [key: string]: Canonical };

function numberText(value: number): string {
  if (!Number.isSafeInteger(value)) throw new RangeError(`${value} has no canonical form`);
  return `${value}`;
}

/**
 * The one text of a document, whoever writes it: keys in the order of their UTF-16 code units, no space, strings and
 * escapes as RFC 8785 has them.
 * @throws RangeError for a number that is not a safe integer
 */
export function canonicalJson(value: Canonical): string {
  if (typeof value === 'number') return numberText(value);
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const fields = Object.entries(value as Record<string, Canonical>)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, field]) => `${JSON.stringify(key)}:${canonicalJson(field)}`);
  return `{${fields.join(',')}}`;
}
