import type { Grade } from '#db/schema/products.ts';
import type { GradeSteps, ScoreLine } from '#db/schema/scores.ts';
import { fen, type Money } from '#server/primitives/money.ts';
import { type RatePpm, ratePpm } from '#server/primitives/rate.ts';
import type { ScoreInputs } from './inputs.ts';
import { judge } from './rule-language.ts';

export type Rule = Readonly<{ name: string; expression: string; points: number; reason: string; knockOut: boolean }>;
export type Rules = Readonly<{ rules: readonly Rule[]; steps: GradeSteps }>;

/** What rules make of an application. No grade: not to be lent to, or not to be decided without a person. */
export type Decision = Readonly<{
  lines: readonly ScoreLine[];
  points: number;
  knockedOut: boolean;
  grade: Grade | null;
  ratePpm: RatePpm | null;
  amountLimit: Money | null;
}>;

/**
 * Scores inputs: the points of every rule that holds, and the first step that they reach. A knock-out that holds, or
 * that cannot be told, leaves no grade.
 */
export function decideScore({ rules, steps }: Rules, inputs: ScoreInputs): Decision {
  const judged = rules.map((rule) => ({ rule, matched: judge(rule.expression, inputs) }));
  const lines = judged.map(({ rule: { name, reason, points, knockOut }, matched }) => ({
    name,
    matched,
    points: matched === true && !knockOut ? points : 0,
    reason,
    knockOut,
  }));
  const points = lines.reduce((total, line) => total + line.points, 0);
  const knockedOut = judged.some(({ rule, matched }) => rule.knockOut && matched === true);
  const untold = judged.some(({ rule, matched }) => rule.knockOut && matched === null);
  const step = knockedOut || untold ? undefined : steps.find(({ fromPoints }) => points >= fromPoints);
  return {
    lines,
    points,
    knockedOut,
    grade: step?.grade ?? null,
    ratePpm: step ? ratePpm(step.ratePpm) : null,
    amountLimit: step ? fen(BigInt(step.limitFen)) : null,
  };
}
