import { type Breach, isTest, lineAt, type Rule, type Source } from './source.ts';

const FILE_LIMIT = 300;
const FUNCTION_LIMIT = 60;

const breach = (path: string, line: number, what: string): Breach => ({ path, line, what });

/** Files of at most 300 lines. */
export const fileLength: Rule = ({ path, text }) => {
  const lines = text.trimEnd().split('\n').length;
  return lines > FILE_LIMIT ? [breach(path, lines, `${lines} lines; ${FILE_LIMIT} at most`)] : [];
};

const CLOSING: Readonly<Record<string, string>> = { '(': ')', '{': '}', '[': ']' };

/** The offset of the bracket that closes the one at `start`, or the end of the code. */
function closing(code: string, start: number): number {
  const open = code[start] ?? '';
  const close = CLOSING[open];
  let depth = 0;
  for (let index = start; index < code.length; index += 1) {
    if (code[index] === open) depth += 1;
    else if (code[index] === close) depth -= 1;
    if (depth === 0) return index;
  }
  return code.length;
}

/** Where the body of a function begins whose parameters close at `end`; undefined when it has none. */
function bodyAfter(code: string, end: number): number | undefined {
  let typePosition = false;
  for (let index = end + 1; index < code.length; index += 1) {
    const char = code[index] ?? '';
    if (/\s/.test(char)) continue;
    if (char === '{') {
      if (!typePosition) return index;
      index = closing(code, index);
      typePosition = false;
    } else if (char === '(' || char === '[') {
      index = closing(code, index);
      typePosition = false;
    } else if (char === ';' || char === '}' || char === ')' || char === ',') return undefined;
    else typePosition = /[:|&<?]/.test(char) || code.slice(index - 1, index + 1) === '=>';
  }
  return undefined;
}

const DECLARATION = /\bfunction\b\s*\*?\s*([\w$]*)\s*(?:<[^(]*>)?\s*\(/g;
const METHOD =
  /^[ \t]+(?:(?:async|static|private|public|protected|override|get|set)\s+)*([\w$#]+)\s*(?:<[^(\n]*>)?\(/gm;
const ARROW = /=>\s*\{/g;
const NOT_METHODS = new Set(['if', 'for', 'while', 'switch', 'catch', 'function', 'return', 'await', 'super', 'with']);

type Body = { name: string; start: number; end: number };

function bodiesOf(code: string): Body[] {
  const bodies: Body[] = [];
  for (const pattern of [DECLARATION, METHOD]) {
    for (const match of code.matchAll(pattern)) {
      const name = match[1] ?? '';
      if (pattern === METHOD && NOT_METHODS.has(name)) continue;
      const start = bodyAfter(code, closing(code, match.index + match[0].length - 1));
      if (start !== undefined) bodies.push({ name, start: match.index, end: closing(code, start) });
    }
  }
  for (const match of code.matchAll(ARROW)) {
    const open = match.index + match[0].length - 1;
    const lineStart = code.lastIndexOf('\n', match.index) + 1;
    const name = /(?:const|let)\s+([\w$]+)/.exec(code.slice(lineStart, match.index))?.[1] ?? '';
    bodies.push({
      name: name || code.slice(lineStart, match.index).trim(),
      start: match.index,
      end: closing(code, open),
    });
  }
  return bodies;
}

/** Functions of at most 60 lines; a `describe` is a chapter of sentences and may be longer. */
export const functionLength: Rule = ({ path, code }) =>
  bodiesOf(code).flatMap((body) => {
    const from = lineAt(code, body.start);
    const lines = lineAt(code, body.end) - from + 1;
    if (lines <= FUNCTION_LIMIT || (isTest(path) && /^(test\.)?describe\b/.test(body.name))) return [];
    return [breach(path, from, `${body.name || 'a function'} has ${lines} lines; ${FUNCTION_LIMIT} at most`)];
  });

const BANNED_NAME = /(^|-)(utils?|helpers?|managers?|services?|common)$/i;
const BANNED_IDENTIFIER = /\bexport\s+(?:async\s+)?(?:function|class|const|type)\s+(\w*(?:Utils?|Helpers?|Manager))\b/g;

/** Names that say nothing: a file is called after what it does. */
export const names: Rule = ({ path, code }) => {
  const parts = path.split('/').map((part) => part.replace(/\.[\w.]+$/, ''));
  const bad = parts.filter((part) => BANNED_NAME.test(part));
  return [
    ...bad.map((part) => breach(path, 1, `"${part}" says nothing about what it does`)),
    ...[...code.matchAll(BANNED_IDENTIFIER)].map((match) =>
      breach(path, lineAt(code, match.index), `"${match[1]}" says nothing about what it does`),
    ),
  ];
};

/** What a file that only answers questions never calls. */
const WRITES = /\b(?:transaction|insert|update|delete|enqueue\w*|dispatch\w*)\(/;
const TAKES_CONTEXT = /^export\s+(?:async\s+function\s*|const\s+)(\w+)\s*(?:<[^(]*?>)?\s*(?:=\s*async\s*)?\(\s*ctx\b/gm;

/**
 * In the domain a file is a verb: one exported function that is given the context and that routers, jobs, commands
 * or routes call. What only the domain itself calls is part of a verb, and questions may stand together.
 */
export function oneVerb(sources: readonly Source[]): Breach[] {
  const called = new Map<string, Set<string>>();
  for (const { path, imports } of sources) {
    if (path.startsWith('server/domain/') || isTest(path)) continue;
    for (const { target, names } of imports) {
      const known = called.get(target) ?? new Set();
      for (const name of names) known.add(name);
      called.set(target, known);
    }
  }
  return sources.flatMap(({ path, code }) => {
    if (!path.startsWith('server/domain/') || isTest(path) || !WRITES.test(code)) return [];
    const verbs = [...code.matchAll(TAKES_CONTEXT)].filter((match) => called.get(path)?.has(match[1] ?? ''));
    const second = verbs[1];
    const list = verbs.map((verb) => verb[1]).join(', ');
    return second ? [breach(path, lineAt(code, second.index), `more than one verb: ${list}`)] : [];
  });
}
