import { GRADES, type Grade } from '#components/review/terms-typed.ts';
import { parsePercent } from '#server/primitives/parse-rate.ts';
import { formatRate, ratePpm } from '#server/primitives/rate.ts';
import { type Problem, readTerms, type TermDraft, termDraft, unreadable } from './term-draft.ts';
import type { Terms } from './term-text.ts';

export const BORROWER_KINDS = ['person', 'enterprise'] as const satisfies Terms['borrowerKinds'];
export const COLLATERAL_KINDS = [
  'credit',
  'house',
  'car',
  'receivable',
  'consumer',
] as const satisfies Terms['collateralKinds'];
export type Part = Terms['allocationOrder'][number];

/** A version as it is being written: all that is typed as text, all that is ticked as lists. */
export type ProposalDraft = Readonly<{
  /** A product of its own instead of the next version of the one it is begun from. */
  isNew: boolean;
  code: string;
  name: string;
  texts: TermDraft;
  borrowerKinds: Terms['borrowerKinds'];
  collateralKinds: Terms['collateralKinds'];
  /** Whether each grade has its price; else any rate of the range may be offered. */
  priced: boolean;
  prices: Readonly<Record<Grade, string>>;
  partialPayments: boolean;
  allocationOrder: readonly Part[];
}>;

/** What is wrong with a field, in the server's words or in those of the form itself. */
export type FieldProblem = Problem | 'unread' | 'code' | 'taken';

const CODE = /^[a-z][a-z0-9-]{1,39}$/;

/** The newest version of a product as the beginning of the next. */
export function startProposal(base: Terms): ProposalDraft {
  const price = (grade: Grade): string => {
    const known = base.gradePrices?.[grade];
    return known === undefined ? '' : formatRate(ratePpm(known));
  };
  const prices = Object.fromEntries(GRADES.map((grade) => [grade, price(grade)])) as ProposalDraft['prices'];
  const { borrowerKinds, collateralKinds, partialPayments, allocationOrder, name } = base;
  const lists = { borrowerKinds, collateralKinds, partialPayments, allocationOrder };
  return { isNew: false, code: '', name, texts: termDraft(base), priced: base.gradePrices !== null, prices, ...lists };
}

/** The grades whose price says nothing; an empty one is a grade that is not lent to. */
const unreadPrices = ({ priced, prices }: ProposalDraft): readonly Grade[] =>
  priced ? GRADES.filter((grade) => prices[grade].trim() !== '' && parsePercent(prices[grade]) === undefined) : [];

/** What the form itself finds wrong, by field, before anything is sent. `codes` are those that there are. */
export function problemsOf(draft: ProposalDraft, codes: readonly string[]): ReadonlyMap<string, FieldProblem> {
  const found = new Map<string, FieldProblem>(unreadable(draft.texts).map((name) => [name, 'unread']));
  for (const grade of unreadPrices(draft)) found.set(`price${grade}`, 'unread');
  if (draft.isNew && !CODE.test(draft.code.trim())) found.set('code', 'code');
  else if (draft.isNew && codes.includes(draft.code.trim())) found.set('code', 'taken');
  if (draft.name.trim() === '') found.set('name', 'missing');
  return found;
}

/** The prices that are typed; null where the product has none. */
function readPrices(draft: ProposalDraft): Terms['gradePrices'] {
  if (!draft.priced) return null;
  const given = GRADES.flatMap((grade) => {
    const price = parsePercent(draft.prices[grade]);
    return price === undefined ? [] : [[grade, price] as const];
  });
  return Object.fromEntries(given);
}

/** What is proposed; undefined while a number cannot be read. */
export function readProposal(base: Terms, draft: ProposalDraft) {
  const typed = readTerms(base, draft.texts);
  if (!typed || unreadPrices(draft).length > 0) return undefined;
  return {
    code: draft.isNew ? draft.code.trim() : base.code,
    name: draft.name.trim(),
    terms: {
      ...typed,
      borrowerKinds: [...draft.borrowerKinds],
      collateralKinds: [...draft.collateralKinds],
      gradePrices: readPrices(draft),
      partialPayments: draft.partialPayments,
      allocationOrder: [...draft.allocationOrder],
    },
  };
}

export type Proposal = NonNullable<ReturnType<typeof readProposal>>;

/** The order with one part a place earlier (-1) or later (+1); at an end it stays as it is. */
export function moved(order: readonly Part[], part: Part, by: -1 | 1): readonly Part[] {
  const from = order.indexOf(part);
  const other = order[from + by];
  if (from < 0 || other === undefined) return order;
  return order.map((each) => (each === part ? other : each === other ? part : each));
}
