import { and, asc, eq, inArray, notInArray, sql } from 'drizzle-orm';
import { collection, type InstalmentState, instalment } from '#db/schema/repayments.ts';
import type { Transaction } from '#db/transaction.ts';
import { businessDateOf } from '#server/primitives/calendar.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { type Machine, transition } from '#server/primitives/state-machine.ts';
import { recordAudit } from '../audit.ts';
import type { DomainContext } from '../context.ts';
import { type InstalmentEvent, instalmentMachine } from './states.ts';

export type Instalment = typeof instalment.$inferSelect;

const machine: Machine<InstalmentState, InstalmentEvent> = instalmentMachine;

/** Whether money is on its way for a locked loan: one collection at a time. */
export async function isBeingCollected(tx: Transaction, loanId: Uuid): Promise<boolean> {
  const [live] = await tx
    .select({ id: collection.id })
    .from(collection)
    .where(and(eq(collection.loanId, loanId), inArray(collection.state, ['freezing', 'frozen', 'paying', 'releasing'])))
    .limit(1);
  return live !== undefined;
}

/** What of a locked loan has fallen due and is not wholly paid, the oldest first. */
export function fallenDue(tx: Transaction, loanId: Uuid): Promise<Instalment[]> {
  return tx
    .select()
    .from(instalment)
    .where(
      and(
        eq(instalment.loanId, loanId),
        inArray(instalment.state, ['due', 'collecting', 'overdue', 'compensated', 'written-off']),
      ),
    )
    .orderBy(asc(instalment.dueOn), asc(instalment.number));
}

/**
 * Moves an instalment of a locked loan along one arrow and records it.
 * @throws DomainError INVALID_TRANSITION, or CONFLICT when it is no longer as it was read.
 */
export async function moveInstalment(
  tx: Transaction,
  ctx: DomainContext,
  which: Pick<Instalment, 'loanId' | 'number' | 'state'>,
  event: InstalmentEvent,
  change: Partial<Instalment> = {},
): Promise<Instalment> {
  const to = transition(machine, which.state, event);
  const [moved] = await tx
    .update(instalment)
    .set({ ...change, state: to })
    .where(
      and(eq(instalment.loanId, which.loanId), eq(instalment.number, which.number), eq(instalment.state, which.state)),
    )
    .returning();
  if (!moved) throw new DomainError('CONFLICT', `the instalment is no longer ${which.state}`);
  await recordAudit(tx, ctx, {
    verb: event,
    objectType: 'instalment',
    objectId: which.loanId,
    fromState: which.state,
    toState: to,
    details: { number: which.number },
  });
  return moved;
}

/** Rows that a payment ahead of the schedule has left with nothing: they end with their loan. */
const isEmpty = sql`(${instalment.state} = 'scheduled' and ${instalment.principal} + ${instalment.interest}
  + ${instalment.fee} = 0)`;

/** How many instalments of a loan its borrower still owes to anybody, and how many of them he has missed. */
export async function countUnpaid(tx: Transaction, loanId: Uuid): Promise<{ unpaid: number; missed: number }> {
  const [row] = await tx
    .select({
      unpaid: sql<number>`count(*)::integer`,
      missed: sql<number>`count(${instalment.overdueOn})::integer`,
    })
    .from(instalment)
    .where(
      and(eq(instalment.loanId, loanId), notInArray(instalment.state, ['paid', 'recovered']), sql`not ${isEmpty}`),
    );
  return row ?? { unpaid: 0, missed: 0 };
}

/** Ends the rows of nothing of a locked loan of which nothing else is left. */
export async function endEmptyInstalments(tx: Transaction, ctx: DomainContext, loanId: Uuid, at: Date): Promise<void> {
  const rows = await tx
    .select()
    .from(instalment)
    .where(and(eq(instalment.loanId, loanId), isEmpty))
    .orderBy(asc(instalment.number));
  for (const row of rows) await moveInstalment(tx, ctx, row, 'replace', { paidAt: at, paidOn: businessDateOf(at) });
}
