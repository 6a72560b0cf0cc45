import { type Breach, isTest, lineAt, type Rule } from './source.ts';

const all = (path: string, text: string, pattern: RegExp, what: (found: string) => string): Breach[] =>
  [...text.matchAll(pattern)].map((match) => ({ path, line: lineAt(text, match.index), what: what(match[0].trim()) }));

const MONEY =
  '(?:amount|amounts|money|fen|fee|fees|balance|principal|interest|penalty|frozen|available|reserved|withdrawing|stake|remaining|proceeds|total)';
const OF_MONEY = `[^()\\n]*\\b\\w*(?:${MONEY}|${MONEY.replace(/\b[a-z]/g, (letter) => letter.toUpperCase())})\\b`;
/** Money becomes a float in one place only, for the height of a bar. */
const CHART_NUMBER = /(^|\/)chart-number\.ts$/;
const NOT_PRODUCT = /^(scripts|bench|e2e)\//;
const DIVISION = 'server/primitives/division.ts';

const FLOATS: readonly (readonly [RegExp, string])[] = [
  [/\bparseFloat\b/g, 'parseFloat'],
  [new RegExp(`\\bNumber\\(${OF_MONEY}`, 'gi'), 'a float made of money'],
  [new RegExp(`\\bMath\\.\\w+\\(${OF_MONEY}`, 'gi'), 'Math on money'],
  [new RegExp(`\\b\\w*${MONEY}(?:Fen)?\\s+/\\s+\\w`, 'gi'), 'a division of money outside division.ts'],
  [/[\w)\]]\s+\/\s+\d+n\b/g, 'a division of whole numbers outside division.ts'],
];

const TO_FIXED = [/\.toFixed\(/g, 'toFixed'] as const;

/** No float touches money, and every division of it says how it rounds. */
export const noFloats: Rule = ({ path, code, imports }) => {
  if (isTest(path) || NOT_PRODUCT.test(path) || CHART_NUMBER.test(path) || path === DIVISION) return [];
  // decimal.js writes its exact decimals with a method of the same name.
  const exact = imports.some((taken) => taken.target === 'decimal.js');
  const floats = exact ? FLOATS : [...FLOATS, TO_FIXED];
  return floats.flatMap(([pattern, what]) => all(path, code, pattern, (found) => `${what}: ${found}`));
};

const CLOCKS = new Set(['server/clock.ts', 'server/bank/clock.ts']);

/** One file reads the machine's clock, and one of the bank's. */
export const oneClock: Rule = ({ path, code }) => {
  if (isTest(path) || NOT_PRODUCT.test(path) || CLOCKS.has(path)) return [];
  return all(
    path,
    code,
    /\bnew Date\(\s*\)|\bDate\.now\b|(?<!new )\bDate\(\s*\)|\bTemporal\.Now\b/g,
    (found) => `reads the clock: ${found}`,
  );
};

const PLACES = ['/work/', '/root/', '/home/\\w', '/Users/\\w', 'https?://registry\\.(?!npmjs\\.org)', 'localhost:4873'];
const PLACE = new RegExp(`(?<![\\w.$}\\])/*-])(?:${PLACES.join('|')})`, 'g');

/** Nothing tells on which machine it was written. Takes any tracked text. */
export function machinePlaces(path: string, text: string): Breach[] {
  if (path === 'scripts/tidy/words.ts' || path === 'server/tidy.test.ts') return [];
  return all(path, text, PLACE, (found) => `a place of one machine: ${found}`);
}
