import { and, eq } from 'drizzle-orm';
import { account } from '#db/schema/accounts.ts';
import { suspenseItem } from '#db/schema/reconciliation.ts';
import { type Transaction, transaction } from '#db/transaction.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { transition } from '#server/primitives/state-machine.ts';
import type { AdminActor } from '../actors.ts';
import { recordAudit } from '../audit.ts';
import type { DomainContext } from '../context.ts';
import { requireRole } from '../loan/rules.ts';
import { once } from '../once.ts';
import { type SuspenseEvent, suspenseMachine } from './states.ts';

export type SuspenseItem = typeof suspenseItem.$inferSelect;
export type AskClearing = Readonly<{ requestId: Uuid; itemId: Uuid; platformUserNo: string; reason: string }>;

/** An item in suspense, locked. @throws DomainError NOT_FOUND */
export async function lockItem(tx: Transaction, itemId: Uuid): Promise<SuspenseItem> {
  const [item] = await tx.select().from(suspenseItem).where(eq(suspenseItem.id, itemId)).for('update');
  if (!item) throw new DomainError('NOT_FOUND', 'no such item in suspense');
  return item;
}

/** Moves a locked item along one arrow and records it. */
export async function moveItem(
  tx: Transaction,
  ctx: DomainContext,
  item: SuspenseItem,
  event: SuspenseEvent,
  change: Partial<SuspenseItem>,
): Promise<void> {
  const state = transition<SuspenseItem['state'], SuspenseEvent>(suspenseMachine, item.state, event);
  const [moved] = await tx
    .update(suspenseItem)
    .set({ ...change, state })
    .where(and(eq(suspenseItem.id, item.id), eq(suspenseItem.state, item.state)))
    .returning();
  if (!moved) throw new DomainError('CONFLICT', 'the item has moved on meanwhile');
  await recordAudit(tx, ctx, {
    verb: `${event}-clearing`,
    objectType: 'suspense',
    objectId: item.id,
    fromState: item.state,
    toState: state,
    reason: moved.clearingReason ?? undefined,
    details: { targetAccountId: moved.targetAccountId },
  });
}

async function ask(tx: Transaction, ctx: DomainContext<AdminActor>, input: AskClearing): Promise<void> {
  const item = await lockItem(tx, input.itemId);
  if (item.state !== 'open') throw new DomainError('CONFLICT', 'somebody has asked for it to be cleared already');
  const [target] = await tx
    .select({ id: account.id, role: account.role })
    .from(account)
    .where(eq(account.platformUserNo, input.platformUserNo));
  if (!target || ['CHANNELS', 'CARDS', 'SUSPENSE'].includes(target.role))
    throw new DomainError('NOT_FOUND', 'no such account at the bank');
  const made = { makerId: ctx.actor.memberId, madeAt: ctx.now() };
  await moveItem(tx, ctx, item, 'ask', { ...made, targetAccountId: target.id, clearingReason: input.reason });
}

/**
 * Asks for an item in suspense to be cleared to the account that it belongs to; another person decides.
 * @throws DomainError FORBIDDEN (finance alone), NOT_FOUND (the item, or the account), CONFLICT (asked for already),
 * REQUEST_ID_REUSED
 */
export async function askClearing(ctx: DomainContext<AdminActor>, input: AskClearing): Promise<void> {
  requireRole(ctx.actor, 'finance');
  const { requestId, ...asked } = input;
  await transaction(ctx, (tx) =>
    once(tx, ctx, { requestId, verb: 'ask-clearing', input: asked }, async () => {
      await ask(tx, ctx, input);
      return { itemId: input.itemId };
    }),
  );
}
