import { eq, sql } from 'drizzle-orm';
import { type GradeSteps, ruleSet, scoreRule } from '#db/schema/scores.ts';
import { type Transaction, transaction } from '#db/transaction.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { AdminActor } from '../actors.ts';
import { recordAudit } from '../audit.ts';
import type { DomainContext } from '../context.ts';
import { requireRole } from '../loan/rules.ts';
import type { Rule } from './decide-score.ts';
import { requireRules } from './rule-set-rules.ts';

export type RuleSetInput = Readonly<{
  /** The draft to be changed; a new version when absent. */
  ruleSetId?: Uuid;
  name: string;
  steps: GradeSteps;
  rules: readonly Rule[];
}>;

async function lockDraft(tx: Transaction, ruleSetId: Uuid, memberId: Uuid): Promise<void> {
  const [held] = await tx.select().from(ruleSet).where(eq(ruleSet.id, ruleSetId)).for('update');
  if (!held) throw new DomainError('NOT_FOUND', 'no such rule set');
  if (held.state !== 'draft') throw new DomainError('CONFLICT', `a rule set that is ${held.state} does not change`);
  if (held.createdBy !== memberId) throw new DomainError('FORBIDDEN', 'only its author changes a draft');
}

/** The next version; of two authors at once the second takes the one after. */
async function newVersion(tx: Transaction, ctx: DomainContext<AdminActor>, input: RuleSetInput): Promise<Uuid> {
  for (;;) {
    const [newest] = await tx.select({ version: sql<number>`coalesce(max(${ruleSet.version}), 0)::int` }).from(ruleSet);
    const id = ctx.newId();
    const made = await tx
      .insert(ruleSet)
      .values({
        id,
        version: (newest?.version ?? 0) + 1,
        name: input.name,
        state: 'draft',
        steps: input.steps,
        createdBy: ctx.actor.memberId,
        createdAt: ctx.now(),
      })
      .onConflictDoNothing({ target: ruleSet.version })
      .returning({ id: ruleSet.id });
    if (made.length > 0) return id;
  }
}

/**
 * Saves a draft of the scoring rules, a new version or one's own, after every expression has been type-checked.
 * @throws DomainError FORBIDDEN, NOT_FOUND, CONFLICT (no longer a draft), INPUT_INVALID with the field, such as
 *   `rules.3.expression`, and for an expression `problem`, `from`, `to` and `what`
 */
export async function saveRuleSet(ctx: DomainContext<AdminActor>, input: RuleSetInput): Promise<{ ruleSetId: Uuid }> {
  requireRole(ctx.actor, 'risk-officer');
  requireRules(input);
  return transaction(ctx, async (tx) => {
    if (input.ruleSetId) await lockDraft(tx, input.ruleSetId, ctx.actor.memberId);
    const id = input.ruleSetId ?? (await newVersion(tx, ctx, input));
    if (input.ruleSetId) {
      await tx.update(ruleSet).set({ name: input.name, steps: input.steps }).where(eq(ruleSet.id, id));
      await tx.delete(scoreRule).where(eq(scoreRule.ruleSetId, id));
    }
    await tx.insert(scoreRule).values(
      input.rules.map((rule, position) => ({
        ruleSetId: id,
        position,
        name: rule.name,
        expression: rule.expression,
        points: rule.points,
        reason: rule.reason,
        knockOut: rule.knockOut,
      })),
    );
    await recordAudit(tx, ctx, {
      verb: 'save-rule-set',
      objectType: 'rule-set',
      objectId: id,
      toState: 'draft',
      details: { rules: input.rules.length },
    });
    return { ruleSetId: id };
  });
}
