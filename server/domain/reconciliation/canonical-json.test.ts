import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Canonical, canonicalJson } from './canonical-json.ts';

const leaf = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('10', '9', '', '€', '\u2028', '1,234.00', '张三'),
  fc.maxSafeInteger(),
  fc.boolean(),
  fc.constant(null),
);
const documents = fc.letrec<{ node: Canonical; fields: Canonical }>((tie) => ({
  node: fc.oneof({ depthSize: 'small' }, leaf, fc.array(tie('node'), { maxLength: 4 }), tie('fields')),
  fields: fc.dictionary(
    fc.string({ unit: 'grapheme', maxLength: 6 }).filter((key) => key !== '__proto__'),
    tie('node'),
    { maxKeys: 5 },
  ),
}));

/** The same document with the keys of every object the other way round. */
function turned(value: Canonical): Canonical {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(turned);
  const fields = Object.entries(value as Record<string, Canonical>);
  return Object.fromEntries(fields.reverse().map(([key, field]) => [key, turned(field)]));
}

/** −0 is written as 0, as RFC 8785 wants it. */
const told = (value: Canonical): unknown => JSON.parse(JSON.stringify(value));

test('reads back as what was written, and writes the same again', () => {
  fc.assert(
    fc.property(documents.fields, (value) => {
      const text = canonicalJson(value);
      expect(JSON.parse(text)).toEqual(told(value));
      expect(canonicalJson(JSON.parse(text))).toBe(text);
    }),
  );
});

test('the order of the keys makes no difference', () => {
  fc.assert(
    fc.property(documents.fields, (value) => {
      expect(canonicalJson(turned(value))).toBe(canonicalJson(value));
    }),
  );
});

test('other documents are other texts', () => {
  fc.assert(
    fc.property(documents.node, documents.node, (left, right) => {
      expect(canonicalJson(left) === canonicalJson(right)).toBe(
        JSON.stringify(JSON.parse(canonicalJson(left))) === JSON.stringify(JSON.parse(canonicalJson(right))),
      );
    }),
  );
});

test('keys that look like numbers stand by their letters, not by their value', () => {
  expect(canonicalJson({ b: 1, '9': [], '10': { z: null, a: 'ü\n' } })).toBe(
    '{"10":{"a":"ü\\n","z":null},"9":[],"b":1}',
  );
});

test('a fraction has no form', () => {
  expect(() => canonicalJson({ rate: 0.1 })).toThrow(RangeError);
  expect(() => canonicalJson([2 ** 53])).toThrow(RangeError);
});
