import { and, eq } from 'drizzle-orm';
import { collection } from '#db/schema/repayments.ts';
import type { Transaction } from '#db/transaction.ts';
import { DomainError } from '#server/primitives/errors.ts';
import { type Uuid, uuid } from '#server/primitives/ids.ts';
import { transition } from '#server/primitives/state-machine.ts';
import { recordAudit } from '../audit.ts';
import type { DomainContext } from '../context.ts';
import type { Instruction } from '../custody/conclude.ts';
import { subjectLoanId } from '../loan/instruction-loan.ts';
import { type CollectionEvent, collectionMachine } from './states.ts';

export type Collection = typeof collection.$inferSelect;

/** A collection of a locked loan. @throws DomainError NOT_FOUND. */
export async function readCollection(tx: Transaction, loanId: Uuid, collectionId: Uuid): Promise<Collection> {
  const [found] = await tx
    .select()
    .from(collection)
    .where(and(eq(collection.loanId, loanId), eq(collection.id, collectionId)));
  if (!found) throw new DomainError('NOT_FOUND', 'no such collection');
  return found;
}

/** The collection an instruction is about; its loan is locked. */
export const subjectCollection = (tx: Transaction, instruction: Instruction): Promise<Collection> =>
  readCollection(tx, subjectLoanId(instruction), uuid(String(instruction.subject.collectionId)));

/** Moves a collection of a locked loan along one arrow and records it. @throws INVALID_TRANSITION, CONFLICT. */
export async function moveCollection(
  tx: Transaction,
  ctx: DomainContext,
  from: Collection,
  event: CollectionEvent,
  change: Partial<Collection> = {},
): Promise<Collection> {
  const state = transition<Collection['state'], CollectionEvent>(collectionMachine, from.state, event);
  const [moved] = await tx
    .update(collection)
    .set({ ...change, state })
    .where(and(eq(collection.loanId, from.loanId), eq(collection.id, from.id), eq(collection.state, from.state)))
    .returning();
  if (!moved) throw new DomainError('CONFLICT', `the collection is no longer ${from.state}`);
  await recordAudit(tx, ctx, {
    verb: event,
    objectType: 'collection',
    objectId: from.id,
    fromState: from.state,
    toState: state,
    ...(change.failure && { reason: change.failure }),
  });
  return moved;
}
