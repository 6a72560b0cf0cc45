import { and, asc, eq, lte } from 'drizzle-orm';
import { loan } from '#db/schema/loans.ts';
import { transaction } from '#db/transaction.ts';
import type { SystemActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import { lockLoan } from './move-loan.ts';
import { openLoan } from './open-loan.ts';

/** Scheduled loans whose hour has come at a moment. */
export const openingBy = (at: Date) => and(eq(loan.state, 'scheduled'), lte(loan.opensAt, at));

/** Opens every scheduled loan whose hour has come. @returns how many */
export async function openScheduledLoans(ctx: DomainContext<SystemActor>): Promise<number> {
  const ready = await ctx.db
    .select({ id: loan.id })
    .from(loan)
    .where(openingBy(ctx.now()))
    .orderBy(asc(loan.opensAt), asc(loan.id));
  let opened = 0;
  for (const { id } of ready) {
    opened += await transaction(ctx, async (tx) => {
      const locked = await lockLoan(tx, id);
      if (locked.state !== 'scheduled') return 0;
      await openLoan(tx, ctx, locked);
      return 1;
    });
  }
  return opened;
}
