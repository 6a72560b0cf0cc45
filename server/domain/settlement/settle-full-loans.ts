import { asc, sql } from 'drizzle-orm';
import { loan, settlementChunk } from '#db/schema/loans.ts';
import { product } from '#db/schema/products.ts';
import type { SystemActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import { settleLoan } from './settle-loan.ts';

/**
 * Settles every full loan whose product leaves it to the rule, and goes on with settlements whose trades wait; one in
 * trouble does not stop the rest. Where the product asks for it, a full loan waits for an officer.
 * @returns how many
 */
export async function settleFullLoans(ctx: DomainContext<SystemActor>): Promise<number> {
  const at = ctx.realNow().toISOString();
  const ready = await ctx.db
    .select({ id: loan.id })
    .from(loan)
    .where(sql`${loan.state} = 'full' and exists (
      select 1 from ${product} p where p.id = ${loan.productId} and p.settlement = 'automatic')
      or ${loan.state} = 'settling' and exists (
      select 1 from ${settlementChunk} c where c.loan_id = ${loan.id} and c.state in ('pending', 'failed')
        and (c.next_attempt_at is null or c.next_attempt_at <= ${at}::timestamptz))`)
    .orderBy(asc(loan.fullAt), asc(loan.id));
  const errors: unknown[] = [];
  for (const { id } of ready) await settleLoan(ctx, { loanId: id }).catch((error: unknown) => errors.push(error));
  if (errors.length > 0)
    throw new AggregateError(errors, `${errors.length} of ${ready.length} settlements met an error`);
  return ready.length;
}
