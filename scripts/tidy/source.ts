import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { blank } from './blank.ts';

export type Import = {
  /** A path from the root for files of the project ("db/pool.ts"), else the specifier as it stands. */
  target: string;
  /** Nothing of it is left when types are stripped. */
  typeOnly: boolean;
  /** `export … from`. */
  handsOn: boolean;
  /** The names taken, as far as braces list them. */
  names: string[];
  line: number;
};
export type Source = {
  path: string;
  text: string;
  /** The text without comments, strings and regular expressions. */
  code: string;
  imports: Import[];
};
export type Breach = { path: string; line: number; what: string };
export type Rule = (source: Source) => Breach[];

/** The 1-based line of an offset. */
export const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;

/** Whether it is a test, or a file that only tests use. */
export const isTest = (path: string): boolean =>
  /\.test\.tsx?$/.test(path) || /(^|\/)testing\//.test(path) || /^e2e\//.test(path);

function resolveTarget(path: string, specifier: string): string {
  if (specifier.startsWith('.')) return normalize(join(dirname(path), specifier));
  return specifier.startsWith('#') ? specifier.slice(1) : specifier;
}

function namesOf(clause: string): { names: string[]; typeOnly: boolean } {
  const inBraces = /\{([^}]*)\}/.exec(clause)?.[1];
  const parts = (inBraces ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const takesAll = clause.replace(/\{[^}]*\}/, '').replace(/[\s,]/g, '') !== '';
  const typeOnly =
    /^type\s/.test(clause) || (!takesAll && parts.length > 0 && parts.every((part) => /^type\s/.test(part)));
  return { names: parts.map((part) => part.replace(/^type\s+/, '').split(/\s+as\s+/)[0] ?? ''), typeOnly };
}

const STATEMENT = /^[ \t]*(import|export)\b([^'"`;]*?)(?:\bfrom\s*)?(['"])([^'"\n]*)\3/gm;
const DYNAMIC = /\bimport\(\s*(['"])/g;

/** Static imports, re-exports and dynamic imports with a literal path. */
function importsOf(path: string, text: string, code: string): Import[] {
  const found: Import[] = [];
  const add = (offset: number, specifier: string, clause: string, handsOn: boolean): void => {
    const line = lineAt(text, offset);
    found.push({ target: resolveTarget(path, specifier), handsOn, line, ...namesOf(clause) });
  };
  // Found in the code, where no comment or string can pretend; the specifier itself stands in the text.
  for (const match of code.matchAll(STATEMENT)) {
    const [whole, keyword, clause = '', , hidden = ''] = match;
    if (keyword === 'export' && !/\bfrom\s*['"]/.test(whole)) continue;
    const end = match.index + whole.length - 1;
    add(match.index, text.slice(end - hidden.length, end), clause.trim(), keyword === 'export');
  }
  for (const match of code.matchAll(DYNAMIC)) {
    const start = match.index + match[0].length;
    const quote = match[1] ?? "'";
    add(match.index, text.slice(start, text.indexOf(quote, start)), '', false);
  }
  return found;
}

/** Reads a program; tests hand in made-up ones. */
export function source(path: string, text: string): Source {
  const code = blank(text);
  return { path, text, code, imports: importsOf(path, text, code) };
}

/** The files that git tracks or would track, without those already deleted. */
export function projectFiles(): string[] {
  const list = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return [...new Set(list.split('\0'))].filter((path) => path !== '' && existsSync(path)).sort();
}

/** Every program of the project. */
export function projectSources(): Source[] {
  return projectFiles()
    .filter((path) => /\.(tsx?|mjs|js)$/.test(path))
    .map((path) => source(path, readFileSync(path, 'utf8')));
}
