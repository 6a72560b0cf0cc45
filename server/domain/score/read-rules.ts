import { asc, eq, inArray } from 'drizzle-orm';
import type { Executor } from '#db/pool.ts';
import { type RuleSetState, ruleSet, scoreRule } from '#db/schema/scores.ts';
import type { Rules } from './decide-score.ts';

export type RuleSet = typeof ruleSet.$inferSelect & Rules;

/** The rule sets in these states, or one by its id, each with its rules in their order; the newest version first. */
export async function readRuleSets(db: Executor, states: readonly RuleSetState[]): Promise<RuleSet[]> {
  const sets = await db
    .select()
    .from(ruleSet)
    .where(inArray(ruleSet.state, [...states]));
  const rules = await db
    .select({ rule: scoreRule })
    .from(scoreRule)
    .innerJoin(ruleSet, eq(ruleSet.id, scoreRule.ruleSetId))
    .where(inArray(ruleSet.state, [...states]))
    .orderBy(asc(scoreRule.position));
  return sets
    .map((set) => ({ ...set, rules: rules.flatMap(({ rule }) => (rule.ruleSetId === set.id ? [rule] : [])) }))
    .sort((left, right) => right.version - left.version);
}
