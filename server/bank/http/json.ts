/**
 * A JSON reader as tolerant as the wire is: single or double quotes, every number kept as its own text (so that an
 * amount never becomes a float), null, "" and missing alike. Keys with empty values are left out.
 */
export type WireValue = string | boolean | WireObject | WireValue[];
export type WireObject = { readonly [name: string]: WireValue | undefined };

export class JsonFault extends Error {}

const MAXIMUM_DEPTH = 20;
/** No list of the protocol is longer than a request may have lines, and no such request has more values. */
const MOST_IN_LIST = 20_000;
const MOST_VALUES = 500_000;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const ESCAPES: Record<string, string> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

type Cursor = { readonly text: string; at: number; values: number };

const fault = (cursor: Cursor, expected: string): JsonFault => new JsonFault(`${expected} expected at ${cursor.at}`);

function skipSpace(cursor: Cursor): void {
  for (;;) {
    const code = cursor.text.charCodeAt(cursor.at);
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09 && code !== 0xfeff) return;
    cursor.at += 1;
  }
}

function readEscape(cursor: Cursor): string {
  const letter = cursor.text[cursor.at + 1] ?? '';
  if (letter !== 'u') {
    cursor.at += 2;
    return ESCAPES[letter] ?? letter;
  }
  const digits = cursor.text.slice(cursor.at + 2, cursor.at + 6);
  if (!/^[0-9a-fA-F]{4}$/.test(digits)) throw fault(cursor, 'four hex digits');
  cursor.at += 6;
  return String.fromCharCode(Number.parseInt(digits, 16));
}

function readString(cursor: Cursor): string {
  const quote = cursor.text[cursor.at];
  let start = cursor.at + 1;
  let result = '';
  cursor.at = start;
  for (;;) {
    const letter = cursor.text[cursor.at];
    if (letter === undefined) throw fault(cursor, 'end of string');
    if (letter === quote) break;
    if (letter === '\\') {
      result += cursor.text.slice(start, cursor.at) + readEscape(cursor);
      start = cursor.at;
    } else cursor.at += 1;
  }
  result += cursor.text.slice(start, cursor.at);
  cursor.at += 1;
  return result;
}

function readList<Item>(cursor: Cursor, close: string, readItem: () => Item): Item[] {
  const items: Item[] = [];
  cursor.at += 1;
  skipSpace(cursor);
  if (cursor.text[cursor.at] === close) {
    cursor.at += 1;
    return items;
  }
  for (;;) {
    items.push(readItem());
    if (items.length > MOST_IN_LIST) throw new JsonFault(`more than ${MOST_IN_LIST} in a list`);
    skipSpace(cursor);
    const letter = cursor.text[cursor.at];
    cursor.at += 1;
    if (letter === close) return items;
    if (letter !== ',') throw fault(cursor, `, or ${close}`);
  }
}

function readMember(cursor: Cursor, depth: number): [string, WireValue | undefined] {
  skipSpace(cursor);
  const quote = cursor.text[cursor.at];
  if (quote !== '"' && quote !== "'") throw fault(cursor, 'name');
  const name = readString(cursor);
  skipSpace(cursor);
  if (cursor.text[cursor.at] !== ':') throw fault(cursor, 'colon');
  cursor.at += 1;
  return [name, readValue(cursor, depth)];
}

function readWord(cursor: Cursor): WireValue | undefined {
  for (const [word, value] of [
    ['null', undefined],
    ['true', true],
    ['false', false],
  ] as const) {
    if (cursor.text.startsWith(word, cursor.at)) {
      cursor.at += word.length;
      return value;
    }
  }
  NUMBER.lastIndex = cursor.at;
  const [number] = NUMBER.exec(cursor.text) ?? [];
  if (number === undefined) throw fault(cursor, 'value');
  cursor.at += number.length;
  return number;
}

function readValue(cursor: Cursor, depth: number): WireValue | undefined {
  if (depth > MAXIMUM_DEPTH) throw new JsonFault(`nested deeper than ${MAXIMUM_DEPTH}`);
  cursor.values += 1;
  if (cursor.values > MOST_VALUES) throw new JsonFault(`more than ${MOST_VALUES} values`);
  skipSpace(cursor);
  switch (cursor.text[cursor.at]) {
    case '{': {
      const members = readList(cursor, '}', () => readMember(cursor, depth + 1));
      const object: Record<string, WireValue> = Object.create(null);
      for (const [name, value] of members) {
        if (value === undefined || value === '') delete object[name];
        else object[name] = value;
      }
      return object;
    }
    case '[':
      return readList(cursor, ']', () => readValue(cursor, depth + 1)).filter((item) => item !== undefined);
    case '"':
    case "'":
      return readString(cursor);
    default:
      return readWord(cursor);
  }
}

export const isWireObject = (value: WireValue | undefined): value is WireObject =>
  typeof value === 'object' && !Array.isArray(value);

/** Reads one JSON object. Throws JsonFault for anything else, for what is nested deeper than 20 and for what is endless. */
export function readWireJson(text: string): WireObject {
  const cursor: Cursor = { text, at: 0, values: 0 };
  const value = readValue(cursor, 1);
  skipSpace(cursor);
  if (cursor.at !== text.length) throw fault(cursor, 'end');
  if (!isWireObject(value)) throw new JsonFault('an object expected');
  return value;
}
