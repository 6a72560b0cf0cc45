import { Environment, type ParseResult } from '@marcbachmann/cel-js';
import { declarationOf, INPUT_NAMES, type ScoreInputs } from './inputs.ts';

export type RuleProblem = 'empty' | 'too-long' | 'syntax' | 'unknown-name' | 'wrong-type' | 'not-boolean' | 'unguarded';
/** What is wrong with an expression and where: characters `from` to `to`, counted from 0. `what` is the word at fault. */
export type RuleFault = Readonly<{ problem: RuleProblem; from: number; to: number; what: string }>;

const LONGEST = 500;

const environment = INPUT_NAMES.reduce(
  (made, name) => made.registerVariable(name, declarationOf(name)?.type ?? 'dyn'),
  new Environment({
    limits: { maxAstNodes: 200, maxDepth: 30, maxListElements: 50, maxMapEntries: 0, maxCallArguments: 5 },
  }),
);

const PROBLEMS: Readonly<Record<string, RuleProblem>> = { unknown_variable: 'unknown-name' };

type Place = { start: number; end: number };
type Name = Place & { name: string };

/** The input names in a parsed expression, in its order. */
function namesIn(node: unknown, found: Name[] = []): Name[] {
  if (Array.isArray(node)) for (const part of node) namesIn(part, found);
  else if (typeof node === 'object' && node !== null && 'op' in node && 'args' in node) {
    const { op, args, start, end } = node as { op: string; args: unknown } & Place;
    if (op === 'id' && typeof args === 'string') found.push({ name: args, start, end });
    else namesIn(args, found);
  }
  return found;
}

function unguarded(expression: string): RuleFault | undefined {
  const names = namesIn(environment.parse(expression).ast);
  const named = new Set(names.map(({ name }) => name));
  const bare = names.find(({ name }) => {
    const guard = declarationOf(name)?.guard;
    return guard !== undefined && !named.has(guard);
  });
  return bare && { problem: 'unguarded', from: bare.start, to: bare.end, what: declarationOf(bare.name)?.guard ?? '' };
}

/**
 * Looks an expression over before it is saved: CEL that is true or false, of declared inputs and their types alone, and
 * that says what then when a value it names may be missing.
 * @returns the first fault, or undefined
 */
export function ruleFault(expression: string): RuleFault | undefined {
  const whole = { from: 0, to: expression.length, what: expression.slice(0, 40) };
  if (expression.trim() === '') return { ...whole, problem: 'empty' };
  if (expression.length > LONGEST) return { ...whole, problem: 'too-long' };
  const looked = environment.check(expression);
  if (looked.valid) {
    if (String(looked.type) !== 'bool') return { ...whole, problem: 'not-boolean', what: String(looked.type) };
    return unguarded(expression);
  }
  const { name, code, range } = looked.error ?? {};
  const { start: from, end: to } = range ?? { start: 0, end: expression.length };
  const problem = name === 'ParseError' ? 'syntax' : (PROBLEMS[code ?? ''] ?? 'wrong-type');
  return { problem, from, to, what: expression.slice(from, to) };
}

const compiled = new Map<string, ParseResult>();

function compile(expression: string): ParseResult {
  const known = compiled.get(expression);
  if (known) return known;
  const fresh = environment.parse(expression);
  if (compiled.size > 1_000) compiled.clear();
  compiled.set(expression, fresh);
  return fresh;
}

/** What an expression says of these inputs; null when it needs a value that is missing, or divides by nothing. */
export function judge(expression: string, inputs: ScoreInputs): boolean | null {
  const known = Object.entries(inputs).flatMap(([name, value]) => {
    if (value === null) return [];
    return [[name, typeof value === 'number' ? BigInt(value) : value] as const];
  });
  try {
    const answer: unknown = compile(expression)(Object.fromEntries(known));
    return typeof answer === 'boolean' ? answer : null;
  } catch {
    return null;
  }
}
