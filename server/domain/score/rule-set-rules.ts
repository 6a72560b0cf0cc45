import type { GradeSteps } from '#db/schema/scores.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Rule } from './decide-score.ts';
import { ruleFault } from './rule-language.ts';

const LONGEST_NAME = 60;
const LONGEST_REASON = 200;
const MOST_RULES = 60;
const MOST_POINTS = 1_000;

const invalid = (field: string, message: string, details: Record<string, string | number> = {}): DomainError =>
  new DomainError('INPUT_INVALID', message, { field, ...details });

function requireText(field: string, text: string, longest: number): void {
  const length = [...text.trim()].length;
  if (length === 0 || length > longest) throw invalid(field, `1 to ${longest} characters`);
}

/** From the most points down, the better grade first. */
function requireSteps(steps: GradeSteps): void {
  if (steps.length === 0) throw invalid('steps', 'a rule set needs at least one grade');
  for (const [index, step] of steps.entries()) {
    const above = steps[index - 1];
    if (above && (step.fromPoints >= above.fromPoints || step.grade <= above.grade))
      throw invalid(`steps.${index}`, 'steps go down from the best grade');
    if (step.ratePpm <= 0 || BigInt(step.limitFen) <= 0n)
      throw invalid(`steps.${index}`, 'a price and a limit above nothing');
  }
}

/** What every rule set must be. @throws DomainError INPUT_INVALID with the field, and the place within an expression */
export function requireRules(set: Readonly<{ name: string; steps: GradeSteps; rules: readonly Rule[] }>): void {
  requireText('name', set.name, LONGEST_NAME);
  requireSteps(set.steps);
  if (set.rules.length === 0 || set.rules.length > MOST_RULES) throw invalid('rules', `1 to ${MOST_RULES} rules`);
  for (const [index, rule] of set.rules.entries()) {
    requireText(`rules.${index}.name`, rule.name, LONGEST_NAME);
    if (set.rules.findIndex(({ name }) => name === rule.name) < index)
      throw invalid(`rules.${index}.name`, 'a rule has a name of its own');
    requireText(`rules.${index}.reason`, rule.reason, LONGEST_REASON);
    if (Math.abs(rule.points) > MOST_POINTS) throw invalid(`rules.${index}.points`, `at most ${MOST_POINTS} points`);
    const fault = ruleFault(rule.expression);
    if (fault) throw invalid(`rules.${index}.expression`, `${fault.problem}: ${fault.what}`, fault);
  }
}
