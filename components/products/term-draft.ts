import { parseMoney, toDecimalText } from '#server/primitives/money.ts';
import { parsePercent } from '#server/primitives/parse-rate.ts';
import { formatRate, type RatePpm, ratePpm } from '#server/primitives/rate.ts';
import { AMOUNTS, AMOUNTS_OR_NONE, CHOICE_NAMES, type ChoiceName, COUNTS, RATES, type Terms } from './term-text.ts';

/** Terms that are typed as one number or amount. */
export const TYPED = [...AMOUNTS, ...AMOUNTS_OR_NONE, ...RATES, ...COUNTS, 'perInvestorCapPpm'] as const;
export type TypedName = (typeof TYPED)[number];
export type TermDraft = Readonly<Record<TypedName | ChoiceName, string>>;

const isOne = <Name extends string>(names: readonly Name[], name: string): name is Name =>
  names.some((each) => each === name);

/** In what a term is typed. */
export function unitOf(name: TypedName): 'yuan' | 'yuanOrNone' | 'percent' | 'percentOrNone' | 'count' {
  if (isOne(AMOUNTS, name)) return 'yuan';
  if (isOne(AMOUNTS_OR_NONE, name)) return 'yuanOrNone';
  if (name === 'perInvestorCapPpm') return 'percentOrNone';
  return isOne(RATES, name) ? 'percent' : 'count';
}

function textOf(base: Terms, name: TypedName): string {
  if (isOne(AMOUNTS, name)) return toDecimalText(base[name]);
  if (isOne(COUNTS, name)) return String(base[name]);
  if (isOne(RATES, name)) return formatRate(base[name]);
  if (name === 'perInvestorCapPpm') return base.perInvestorCapPpm === null ? '' : formatRate(base.perInvestorCapPpm);
  const amount = base[name];
  return amount === null ? '' : toDecimalText(amount);
}

/** A version as text to be changed. */
export function termDraft(base: Terms): TermDraft {
  const typed = TYPED.map((name) => [name, textOf(base, name)] as const);
  const chosen = CHOICE_NAMES.map((name) => [name, base[name] as string] as const);
  return Object.fromEntries([...typed, ...chosen]) as TermDraft;
}

/** A percentage up to and including the whole. */
const readPercent = (text: string): RatePpm | undefined =>
  /^100(\.0*)?$/.test(text.trim()) ? ratePpm(1_000_000) : parsePercent(text);

/** The value of a typed term; undefined where it cannot be read. */
function readOne(name: TypedName, text: string): bigint | number | null | undefined {
  const unit = unitOf(name);
  if (unit === 'count') return /^\d{1,4}$/.test(text.trim()) ? +text : undefined;
  if (text.trim() === '' && (unit === 'yuanOrNone' || unit === 'percentOrNone')) return null;
  if (unit === 'percent' || unit === 'percentOrNone') return readPercent(text);
  const parsed = parseMoney(text);
  return parsed.ok ? parsed.amount : undefined;
}

/** The fields whose text says nothing. */
export const unreadable = (draft: TermDraft): readonly TypedName[] =>
  TYPED.filter((name) => readOne(name, draft[name]) === undefined);

/** The terms that the draft makes of a version; undefined while a field cannot be read. */
export function readTerms(base: Terms, draft: TermDraft): Terms | undefined {
  if (unreadable(draft).length > 0) return undefined;
  const typed = TYPED.map((name) => [name, readOne(name, draft[name])] as const);
  const chosen = CHOICE_NAMES.map((name) => [name, draft[name]] as const);
  return { ...base, ...Object.fromEntries([...typed, ...chosen]) };
}

const PROBLEMS = ['range', 'order', 'missing', 'together'] as const;
export type Problem = (typeof PROBLEMS)[number];

/** What the server has found: "graceDays=range bidStep=order" by field. */
export function problemsIn(said: unknown): ReadonlyMap<string, Problem> {
  const found = new Map<string, Problem>();
  for (const part of typeof said === 'string' ? said.split(' ') : []) {
    const [field = '', word] = part.split('=');
    const problem = PROBLEMS.find((each) => each === word);
    if (problem) found.set(field, problem);
  }
  return found;
}
