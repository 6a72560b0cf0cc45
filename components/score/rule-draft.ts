import type { RuleSetView } from '#components/trpc/outputs.ts';
import { fen, parseMoney, toDecimalText } from '#server/primitives/money.ts';
import { parsePercent } from '#server/primitives/parse-rate.ts';
import { formatRate, ratePpm } from '#server/primitives/rate.ts';

export type RuleDraft = {
  key: string;
  name: string;
  expression: string;
  points: string;
  reason: string;
  knockOut: boolean;
};
export type StepDraft = { grade: RuleSetView['steps'][number]['grade']; from: string; rate: string; limit: string };
/** A rule set as it is being written: everything as typed. */
export type SetDraft = { ruleSetId?: string; name: string; rules: readonly RuleDraft[]; steps: readonly StepDraft[] };

let keys = 0;
const nextKey = (): string => {
  keys += 1;
  return `rule-${keys}`;
};

export const emptyRule = (): RuleDraft => ({
  key: nextKey(),
  name: '',
  expression: '',
  points: '0',
  reason: '',
  knockOut: false,
});

/** A draft that goes on with one's own, or begins a version with what another has. */
export function draftOf(set: RuleSetView, own: boolean): SetDraft {
  return {
    ruleSetId: own ? set.id : undefined,
    name: set.name,
    rules: set.rules.map(({ name, expression, points, reason, knockOut }) => ({
      key: nextKey(),
      name,
      expression,
      points: String(points),
      reason,
      knockOut,
    })),
    steps: set.steps.map((step) => ({
      grade: step.grade,
      from: String(step.fromPoints),
      rate: formatRate(ratePpm(step.ratePpm)),
      limit: toDecimalText(fen(BigInt(step.limitFen))),
    })),
  };
}

const wholeNumber = (text: string): number | undefined =>
  /^[-+−]?\d{1,5}$/.test(text.trim()) ? Number.parseInt(text.trim().replace('−', '-'), 10) : undefined;

/** What is sent: undefined while a number cannot be read. */
export function inputOf(draft: SetDraft) {
  const rules = draft.rules.flatMap(({ key: _, points, ...rule }) => {
    const read = wholeNumber(points);
    return read === undefined ? [] : [{ ...rule, points: read }];
  });
  const steps = draft.steps.flatMap(({ grade, from, rate, limit }) => {
    const [fromPoints, price, most] = [wholeNumber(from), parsePercent(rate), parseMoney(limit)];
    if (fromPoints === undefined || price === undefined || !most.ok) return [];
    return [{ grade, fromPoints, ratePpm: price, limit: toDecimalText(most.amount) }];
  });
  if (rules.length < draft.rules.length || steps.length < draft.steps.length) return undefined;
  return { ruleSetId: draft.ruleSetId, name: draft.name, rules, steps };
}
