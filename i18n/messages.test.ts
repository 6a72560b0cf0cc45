import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseAst } from 'vitest/node';
import { ERROR_CODES } from '#server/primitives/errors.ts';
import english from '../messages/en.json' with { type: 'json' };
import chinese from '../messages/zh-CN.json' with { type: 'json' };

type Messages = { [key: string]: string | Messages };

function flat(messages: Messages, prefix = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(messages)) {
    const path = prefix ? `${prefix}.${key}` : key;
    if (typeof value === 'string') found.set(path, value);
    else for (const [inner, text] of flat(value, path)) found.set(inner, text);
  }
  return found;
}

const en = flat(english);
const zh = flat(chinese);

/** The names of a message's values and of its tags: what the page has to give it. */
const slotsOf = (text: string): string[] => {
  const names = [...text.matchAll(/\{(\w+)|<(\w+)>/g)].map((match) => match[1] ?? match[2] ?? '');
  // "# investors" inside a plural is no slot.
  return [...new Set(names)].filter((name) => !/^(no|one|other)$/.test(name)).toSorted();
};

describe('the two languages', () => {
  test('have the same keys', () => {
    expect([...zh.keys()].toSorted()).toEqual([...en.keys()].toSorted());
  });

  test('take the same values', () => {
    const differing = [...en].filter(([key, text]) => slotsOf(text).join() !== slotsOf(zh.get(key) ?? '').join());
    expect(differing.map(([key]) => key)).toEqual([]);
  });

  test('have no empty sentence', () => {
    expect([...en, ...zh].filter(([, text]) => text.trim() === '')).toEqual([]);
  });

  test('have a sentence for every refusal', () => {
    for (const code of ERROR_CODES) {
      expect(en.has(`errors.${code}`), code).toBe(true);
      expect(zh.has(`errors.${code}`), code).toBe(true);
    }
  });

  test('promise nothing that a lender may not promise', () => {
    for (const [key, text] of zh) expect(text, key).not.toMatch(/保本|预期收益|稳赚/);
    for (const [key, text] of en) expect(text, key).not.toMatch(/guaranteed return|risk-free/i);
  });
});

const ROOT = join(import.meta.dirname, '..');
const pagesAndComponents = (): string[] =>
  ['app', 'components'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.tsx'))
      .map((path) => join(folder, path)),
  );

type Node = { type: string; [key: string]: unknown };
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'type' in value;

function* nodesIn(value: unknown): Generator<Node> {
  if (Array.isArray(value)) for (const item of value) yield* nodesIn(item);
  else if (isNode(value)) {
    yield value;
    for (const inner of Object.values(value)) yield* nodesIn(inner);
  }
}

/** Attributes that people read or hear. */
const SPOKEN = new Set([
  'title',
  'alt',
  'placeholder',
  'label',
  'aria-label',
  'aria-description',
  'description',
  'hint',
  'note',
  'text',
  'caption',
]);
/** Anything with two letters or a Han character in it is language. */
const isLanguage = (text: unknown): boolean =>
  typeof text === 'string' && /[A-Za-z]{2}|\p{Script=Han}/u.test(text.replace(/&\w+;|&#\d+;/g, ''));

function literalsIn(source: string): string[] {
  const found: string[] = [];
  for (const node of nodesIn(parseAst(source, { lang: 'tsx' }))) {
    if (node.type === 'JSXText' && isLanguage(node.value)) found.push(String(node.value).trim());
    if (
      node.type === 'JSXExpressionContainer' &&
      isNode(node.expression) &&
      node.expression.type === 'Literal' &&
      isLanguage(node.expression.value)
    ) {
      found.push(String(node.expression.value));
    }
    if (node.type !== 'JSXAttribute' || !isNode(node.name) || !isNode(node.value)) continue;
    if (SPOKEN.has(String(node.name.name)) && node.value.type === 'Literal' && isLanguage(node.value.value)) {
      found.push(`${node.name.name}="${node.value.value}"`);
    }
  }
  return found;
}

test('a word in a page is found wherever a reader would meet it', () => {
  const source = '<p title="Tip" className="num">Hello {t("x")} {"world"} {1} · <b>你</b></p>';
  expect(literalsIn(source)).toEqual(['title="Tip"', 'Hello', 'world', '你']);
});

describe('no words stand in the pages themselves', () => {
  test.each(pagesAndComponents())('%s', (path) => {
    expect(literalsIn(readFileSync(join(ROOT, path), 'utf8'))).toEqual([]);
  });
});
