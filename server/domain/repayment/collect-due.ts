import { and, asc, eq, inArray, lte, min } from 'drizzle-orm';
import { loan } from '#db/schema/loans.ts';
import { instalment } from '#db/schema/repayments.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { SystemActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import { collectInstalment } from './collect-instalment.ts';
import { fallDue } from './fall-due.ts';
import { markOverdue } from './mark-overdue.ts';

export type CollectionRun = Readonly<{
  fellDue: number;
  missed: number;
  attempted: number;
  paid: number;
  /** Errors of this side, not refusals of the bank: each left its collection to the outbox. For the log. */
  errors: readonly unknown[];
}>;

/** What is asked for on a day, of `instalment` joined with its `loan`: whatever has fallen due, where the bank takes it. */
export const askedForOn = (on: PlainDate) =>
  and(
    inArray(instalment.state, ['due', 'overdue', 'compensated']),
    lte(instalment.dueOn, on),
    eq(loan.projectStatus, 'REPAYING'),
  );

/** Loans that owe something up to a day, the longest owing first. */
async function owingLoans(ctx: DomainContext, on: PlainDate): Promise<Uuid[]> {
  const rows = await ctx.db
    .select({ id: instalment.loanId, dueOn: min(instalment.dueOn) })
    .from(instalment)
    .innerJoin(loan, eq(loan.id, instalment.loanId))
    .where(askedForOn(on))
    .groupBy(instalment.loanId)
    .orderBy(asc(min(instalment.dueOn)), asc(instalment.loanId));
  return rows.map(({ id }) => id);
}

/** Collects a loan's instalments one after the other, the oldest first, as long as each is wholly paid at once. */
async function collectLoan(ctx: DomainContext, loanId: Uuid): Promise<{ attempted: number; paid: number }> {
  for (let paid = 0; ; paid += 1) {
    const tried = await collectInstalment(ctx, loanId);
    if (!tried) return { attempted: paid, paid };
    if (tried.state !== 'paid' || !tried.whole) {
      return { attempted: paid + 1, paid: tried.state === 'paid' ? paid + 1 : paid };
    }
  }
}

/**
 * The collection of a day, at its 00:10 and 20:00: what was missed before becomes overdue, what falls due is due, and
 * everything owed is asked for at the bank by standing authorisation. What the bank does not give stays owed.
 * Harmless when repeated; one loan's trouble does not keep the others from being collected.
 */
export async function collectDue(ctx: DomainContext<SystemActor>, { on }: { on: PlainDate }): Promise<CollectionRun> {
  const missed = await markOverdue(ctx, on);
  const fellDue = await fallDue(ctx, on);
  const errors: unknown[] = [];
  let [attempted, paid] = [0, 0];
  for (const loanId of await owingLoans(ctx, on)) {
    try {
      const done = await collectLoan(ctx, loanId);
      attempted += done.attempted;
      paid += done.paid;
    } catch (error) {
      errors.push(error);
    }
  }
  return { fellDue, missed, attempted, paid, errors };
}
