import { and, asc, eq, lt, sql } from 'drizzle-orm';
import { loan } from '#db/schema/loans.ts';
import { instalment } from '#db/schema/repayments.ts';
import { type Transaction, transaction } from '#db/transaction.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { SystemActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import { lockLoan, moveLoan } from '../loan/move-loan.ts';
import { moveInstalment } from './instalments.ts';
import { triedInVain } from './tries.ts';

/** Unpaid past its day although the bank was asked: without one try that reached the bank it stays due. */
export const missedBy = (on: PlainDate) =>
  and(
    eq(instalment.state, 'due'),
    lt(instalment.dueOn, on),
    triedInVain(
      sql`instalment`,
      sql`(select l.borrower_account_id from ${loan} l where l.id = ${instalment.loanId})`,
      on,
      'due-date',
    ),
  );

async function markLoan(tx: Transaction, ctx: DomainContext, loanId: Uuid, on: PlainDate): Promise<number> {
  const locked = await lockLoan(tx, loanId);
  const rows = await tx
    .select()
    .from(instalment)
    .where(and(eq(instalment.loanId, loanId), missedBy(on)))
    .orderBy(asc(instalment.number));
  for (const row of rows) await moveInstalment(tx, ctx, row, 'missed', { overdueOn: on });
  if (rows.length > 0 && locked.state === 'repaying') await moveLoan(tx, ctx, locked, 'miss', { verb: 'mark-overdue' });
  return rows.length;
}

/** At 00:10 of `on`: what fell due before and was not paid is overdue from now on. @returns how many instalments */
export async function markOverdue(ctx: DomainContext<SystemActor>, on: PlainDate): Promise<number> {
  const loans = await ctx.db
    .selectDistinct({ id: instalment.loanId })
    .from(instalment)
    .where(missedBy(on))
    .orderBy(asc(instalment.loanId));
  let missed = 0;
  for (const { id } of loans) missed += await transaction(ctx, (tx) => markLoan(tx, ctx, id, on));
  return missed;
}
