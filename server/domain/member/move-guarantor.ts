import { and, eq } from 'drizzle-orm';
import { type GuarantorState, guarantor } from '#db/schema/people.ts';
import type { Transaction } from '#db/transaction.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { transition } from '#server/primitives/state-machine.ts';
import type { AdminActor } from '../actors.ts';
import { recordAudit } from '../audit.ts';
import type { DomainContext } from '../context.ts';
import { type GuarantorEvent, guarantorMachine } from './guarantor-states.ts';

export type Guarantor = typeof guarantor.$inferSelect;

/** @throws DomainError FORBIDDEN for staff who do not judge risk */
export function requireRiskStaff(actor: AdminActor): void {
  if (!actor.roles.some((role) => role === 'risk-officer' || role === 'administrator'))
    throw new DomainError('FORBIDDEN', 'guarantors are for risk officers');
}

/** The guarantor of an enterprise, locked; undefined when nobody has proposed it. */
export async function lockGuarantor(tx: Transaction, enterpriseId: Uuid): Promise<Guarantor | undefined> {
  const [row] = await tx.select().from(guarantor).where(eq(guarantor.enterpriseId, enterpriseId)).for('update');
  return row;
}

/**
 * Moves a locked guarantor along one arrow of its table, with what changes beside the state, and records it.
 * @throws DomainError INVALID_TRANSITION, or CONFLICT when it is no longer as it was read
 */
export async function moveGuarantor(
  tx: Transaction,
  ctx: DomainContext<AdminActor>,
  from: Guarantor,
  event: GuarantorEvent,
  change: Partial<Guarantor> = {},
): Promise<void> {
  const { enterpriseId } = from;
  const state = transition<GuarantorState, GuarantorEvent>(guarantorMachine, from.state, event);
  const moved = await tx
    .update(guarantor)
    .set({ ...change, state })
    .where(and(eq(guarantor.enterpriseId, enterpriseId), eq(guarantor.state, from.state)))
    .returning({ enterpriseId: guarantor.enterpriseId });
  if (moved.length === 0) throw new DomainError('CONFLICT', `a guarantor is no longer ${from.state}`);
  await recordAudit(tx, ctx, {
    verb: `${event}-guarantor`,
    objectType: 'enterprise',
    objectId: enterpriseId,
    fromState: from.state,
    toState: state,
  });
}
