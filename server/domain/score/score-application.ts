import { score, sourceReport } from '#db/schema/scores.ts';
import { transaction } from '#db/transaction.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { AdminActor } from '../actors.ts';
import { recordAudit } from '../audit.ts';
import type { DomainContext } from '../context.ts';
import { lockLoan } from '../loan/move-loan.ts';
import { requireRole } from '../loan/rules.ts';
import { decideScore } from './decide-score.ts';
import { readApplication, withReports } from './read-application.ts';
import { type RuleSet, readRuleSets } from './read-rules.ts';
import { askSources, type Report } from './sources.ts';

type Ctx = DomainContext<AdminActor>;

/** The sources are asked about the person by a digest that means nothing outside. */
async function reportsOn(ctx: Ctx, loanId: Uuid): Promise<Report[]> {
  const { asked } = await readApplication(ctx.db, ctx, loanId);
  return askSources(ctx, ctx.sources, { digest: ctx.vault.digest('score-subject', asked.borrowerPersonId) });
}

const reportRow = (ctx: Ctx, loanId: Uuid, { source, facts, failure, askedAt }: Report) => ({
  id: ctx.newId(),
  loanId,
  source,
  state: facts ? ('answered' as const) : ('failed' as const),
  facts,
  failure,
  askedAt,
});

/**
 * Scores an application under review by the active rules and, beside them, by those in shadow. The sources are asked
 * outside any transaction; their answers, the inputs and the breakdown are kept as they were.
 * @returns the score that counts; null while no rule set is active
 * @throws DomainError FORBIDDEN, NOT_FOUND, CONFLICT for a loan that is not under review
 */
export async function scoreApplication(ctx: Ctx, { loanId }: { loanId: Uuid }): Promise<{ scoreId: Uuid | null }> {
  requireRole(ctx.actor, 'loan-officer', 'risk-officer');
  const reports = await reportsOn(ctx, loanId);
  return transaction(ctx, async (tx) => {
    const held = await lockLoan(tx, loanId);
    if (held.state !== 'reviewing') throw new DomainError('CONFLICT', 'only an application under review is scored');
    const { inputs: own } = await readApplication(tx, ctx, loanId);
    const inputs = withReports(own, reports);
    const sets = await readRuleSets(tx, ['active', 'shadow']);
    await tx.insert(sourceReport).values(reports.map((report) => reportRow(ctx, loanId, report)));
    const at = ctx.now();
    const rowOf = (set: RuleSet) => {
      const decided = decideScore(set, inputs);
      const shadow = set.state === 'shadow';
      return { id: ctx.newId(), loanId, ruleSetId: set.id, shadow, inputs, ...decided, at };
    };
    const rows = sets.map(rowOf);
    if (rows.length > 0) await tx.insert(score).values(rows);
    const counting = rows.find(({ shadow }) => !shadow);
    await recordAudit(tx, ctx, {
      verb: 'score-application',
      objectType: 'loan',
      objectId: loanId,
      details: {
        grade: counting?.grade ?? null,
        points: counting?.points ?? null,
        shadows: rows.length - (counting ? 1 : 0),
      },
    });
    return { scoreId: counting?.id ?? null };
  });
}
