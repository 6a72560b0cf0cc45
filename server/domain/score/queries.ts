import { and, desc, eq, inArray } from 'drizzle-orm';
import { loan } from '#db/schema/loans.ts';
import { ruleSet, score, sourceFault, sourceReport } from '#db/schema/scores.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { DomainContext } from '../context.ts';
import { PUBLIC_STATES } from '../loan/rules.ts';
import { decideScore } from './decide-score.ts';
import { INPUT_NAMES, SCORE_INPUTS, type ScoreInputs } from './inputs.ts';
import { readRuleSets } from './read-rules.ts';

type Reader = Pick<DomainContext, 'db'>;
const COMPARED = 50;

/** The newest score of an application with its breakdown and the reports it was made from; undefined before the first. */
export async function scoreOf(ctx: Reader, loanId: Uuid) {
  const rows = await ctx.db
    .select({ score, version: ruleSet.version, name: ruleSet.name })
    .from(score)
    .innerJoin(ruleSet, eq(ruleSet.id, score.ruleSetId))
    .where(eq(score.loanId, loanId))
    .orderBy(desc(score.id))
    .limit(20);
  const counting = rows.find((row) => !row.score.shadow);
  if (!counting) return undefined;
  const reports = await ctx.db
    .selectDistinctOn([sourceReport.source])
    .from(sourceReport)
    .where(eq(sourceReport.loanId, loanId))
    .orderBy(sourceReport.source, desc(sourceReport.id));
  const shadows = rows.filter((row) => row.score.shadow && row.score.at.getTime() === counting.score.at.getTime());
  return { ...counting.score, version: counting.version, name: counting.name, reports, shadows };
}

/** What everybody may know of a listed loan's score: its grade and when it was given. No inputs, no points. */
export async function publicScore(ctx: Reader, loanId: Uuid) {
  const [row] = await ctx.db
    .select({ grade: loan.grade, at: score.at, lines: score.lines })
    .from(score)
    .innerJoin(loan, eq(loan.id, score.loanId))
    .where(and(eq(score.loanId, loanId), eq(score.shadow, false), inArray(loan.state, [...PUBLIC_STATES])))
    .orderBy(desc(score.id))
    .limit(1);
  if (!row?.grade) return null;
  return { grade: row.grade, at: row.at, rules: row.lines.length };
}

/**
 * All rule sets with their rules, the newest version first, the inputs that a rule may look at, and what the simulated
 * sources are told to do wrong (null with real ones).
 */
export async function ruleSets(ctx: Reader & Pick<DomainContext, 'simulator'>) {
  const sets = await readRuleSets(ctx.db, ['draft', 'shadow', 'active', 'retired']);
  const inputs = INPUT_NAMES.map((name) => ({ name, ...SCORE_INPUTS[name] }));
  const faults = ctx.simulator
    ? await ctx.db.select({ source: sourceFault.source, fault: sourceFault.fault }).from(sourceFault)
    : null;
  return { sets, inputs, faults };
}

/**
 * How a rule set would have decided on the last applications, beside what the rules of the day did decide: from the
 * inputs that were kept with their scores.
 */
export async function compareRuleSet(ctx: Reader, ruleSetId: Uuid) {
  const [set] = (await readRuleSets(ctx.db, ['draft', 'shadow', 'active', 'retired'])).filter(
    ({ id }) => id === ruleSetId,
  );
  if (!set) return [];
  const scored = await ctx.db
    .select({ score, number: loan.number })
    .from(score)
    .innerJoin(loan, eq(loan.id, score.loanId))
    .where(eq(score.shadow, false))
    .orderBy(desc(score.id))
    .limit(COMPARED);
  return scored.map(({ score: then, number }) => {
    const { points, knockedOut, grade } = decideScore(set, then.inputs as ScoreInputs);
    return {
      loanId: then.loanId,
      number,
      at: then.at,
      decided: { points: then.points, knockedOut: then.knockedOut, grade: then.grade },
      would: { points, knockedOut, grade },
    };
  });
}
