import { and, asc, eq, inArray, lte } from 'drizzle-orm';
import { loan } from '#db/schema/loans.ts';
import { instalment } from '#db/schema/repayments.ts';
import { type Transaction, transaction } from '#db/transaction.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { SystemActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import { lockLoan } from '../loan/move-loan.ts';
import { advanceLoan } from './advance-loan.ts';
import { moveInstalment } from './instalments.ts';

/** What falls due up to a day. */
export const scheduledUpTo = (on: PlainDate) => and(eq(instalment.state, 'scheduled'), lte(instalment.dueOn, on));

async function fallDueOfLoan(tx: Transaction, ctx: DomainContext, loanId: Uuid, on: PlainDate): Promise<number> {
  const locked = await lockLoan(tx, loanId);
  const rows = await tx
    .select()
    .from(instalment)
    .where(and(eq(instalment.loanId, loanId), scheduledUpTo(on)))
    .orderBy(asc(instalment.number));
  let nothingToPay = false;
  for (const row of rows) {
    const due = await moveInstalment(tx, ctx, row, 'fall-due');
    if (due.principal + due.interest > 0n) continue;
    await moveInstalment(tx, ctx, due, 'paid', { paidAt: ctx.now(), paidOn: on });
    nothingToPay = true;
  }
  if (nothingToPay) await advanceLoan(tx, ctx, locked, ctx.now());
  return rows.length;
}

/** Lets every instalment up to a day fall due; one of nothing is paid at once. @returns how many */
export async function fallDue(ctx: DomainContext<SystemActor>, on: PlainDate): Promise<number> {
  const loans = await ctx.db
    .selectDistinct({ id: instalment.loanId })
    .from(instalment)
    .innerJoin(loan, eq(loan.id, instalment.loanId))
    .where(and(scheduledUpTo(on), inArray(loan.state, ['repaying', 'overdue'])))
    .orderBy(asc(instalment.loanId));
  let fallen = 0;
  for (const { id } of loans) fallen += await transaction(ctx, (tx) => fallDueOfLoan(tx, ctx, id, on));
  return fallen;
}
