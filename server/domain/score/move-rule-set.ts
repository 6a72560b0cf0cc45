import { and, eq } from 'drizzle-orm';
import { type RuleSetState, ruleSet } from '#db/schema/scores.ts';
import { type Transaction, transaction } from '#db/transaction.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { transition } from '#server/primitives/state-machine.ts';
import type { AdminActor } from '../actors.ts';
import { recordAudit } from '../audit.ts';
import type { DomainContext } from '../context.ts';
import { requireRole } from '../loan/rules.ts';
import { type RuleSetEvent, ruleSetMachine } from './states.ts';

type Ctx = DomainContext<AdminActor>;
type Row = typeof ruleSet.$inferSelect;

async function move(tx: Transaction, ctx: Ctx, from: Row, event: RuleSetEvent): Promise<void> {
  const state = transition(ruleSetMachine, from.state, event);
  const signed = event === 'activate' ? { activatedBy: ctx.actor.memberId, activatedAt: ctx.now() } : {};
  const moved = await tx
    .update(ruleSet)
    .set({ state, ...signed })
    .where(and(eq(ruleSet.id, from.id), eq(ruleSet.state, from.state)))
    .returning({ id: ruleSet.id });
  if (moved.length === 0) throw new DomainError('CONFLICT', 'the rule set has moved on');
  await recordAudit(tx, ctx, {
    verb: `${event}-rule-set`,
    objectType: 'rule-set',
    objectId: from.id,
    fromState: from.state,
    toState: state,
  });
}

/**
 * Moves a rule set on: into shadow, active in the place of the one before, or retired. Whoever wrote it does not
 * activate it. The active one is retired by its successor alone, so that there is always one that decides.
 * @throws DomainError FORBIDDEN, NOT_FOUND, SAME_PERSON, INVALID_TRANSITION, CONFLICT
 */
export async function moveRuleSet(ctx: Ctx, input: { ruleSetId: Uuid; event: RuleSetEvent }): Promise<void> {
  requireRole(ctx.actor, 'risk-officer', 'administrator');
  await transaction(ctx, async (tx) => {
    const [active] = await tx.select().from(ruleSet).where(eq(ruleSet.state, 'active')).for('update');
    const [held] = await tx.select().from(ruleSet).where(eq(ruleSet.id, input.ruleSetId)).for('update');
    if (!held) throw new DomainError('NOT_FOUND', 'no such rule set');
    if (input.event === 'retire' && held.state === 'active')
      throw new DomainError('CONFLICT', 'the rules that decide are retired by their successors');
    if (input.event === 'activate') {
      if (held.createdBy === ctx.actor.memberId) throw new DomainError('SAME_PERSON', 'nobody activates his own rules');
      transition<RuleSetState, RuleSetEvent>(ruleSetMachine, held.state, 'activate');
      if (active) await move(tx, ctx, active, 'retire');
    }
    await move(tx, ctx, held, input.event);
  });
}
