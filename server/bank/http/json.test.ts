import fc from 'fast-check';
import { expect, test } from 'vitest';
import { JsonFault, readWireJson } from './json.ts';

test('numbers keep their own text, so that no amount passes through a float', () => {
  expect(readWireJson('{"a":0.1,"b":5000,"c":"500.0","d":12345678901234567.89,"e":-1.0E7}')).toEqual({
    a: '0.1',
    b: '5000',
    c: '500.0',
    d: '12345678901234567.89',
    e: '-1.0E7',
  });
});

test('single quotes, \\/ and \\uXXXX are read as clients write them', () => {
  const text = String.raw`{'url':'http:\/\/a\/b', "name":"\u5f20\u4e09", 'it"s': 'don\'t'}`;
  expect(readWireJson(text)).toEqual({ url: 'http://a/b', name: '张三', 'it"s': "don't" });
});

test('null, "" and missing are alike', () => {
  expect(readWireJson('{"a":null,"b":"","c":[null,"x"],"a2":"y","a2":null}')).toEqual({ c: ['x'] });
});

test('what is not one object is refused', () => {
  for (const text of [
    '',
    '[]',
    '"a"',
    '{',
    '{"a":}',
    '{"a":1,}',
    '{"a":1}x',
    '{a:1}',
    '{"a":"\\u12"}',
    '{"a":01}',
    'nul',
  ]) {
    expect(() => readWireJson(text), text).toThrow(JsonFault);
  }
});

test('depth is limited to 20', () => {
  const nested = (depth: number): string => `{"a":${'['.repeat(depth - 1)}1${']'.repeat(depth - 1)}}`;
  expect(() => readWireJson(nested(19))).not.toThrow();
  expect(() => readWireJson(nested(21))).toThrow(JsonFault);
});

test('a body of millions of values is given up, not worked through', () => {
  expect(() => readWireJson(`{"a":[${'{},'.repeat(5_000_000)}0]}`)).toThrow(/more than 20000 in a list/);
  const list = `[${'0,'.repeat(19_000)}0]`;
  expect(() => readWireJson(`{"a":[${`${list},`.repeat(100)}0]}`)).toThrow(/more than 500000 values/);
});

test('reads whatever JSON.stringify writes', () => {
  const leaf = fc.oneof(fc.string({ minLength: 1 }), fc.boolean());
  const tree = fc.dictionary(
    fc.string().filter((name) => name !== '__proto__'),
    fc.oneof(
      leaf,
      fc.array(leaf),
      fc.dictionary(
        fc.string({ minLength: 1 }).filter((n) => n !== '__proto__'),
        leaf,
      ),
    ),
  );
  fc.assert(
    fc.property(tree, (value) => {
      expect(readWireJson(JSON.stringify(value))).toEqual(value);
    }),
  );
});
