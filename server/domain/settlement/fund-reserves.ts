import { asc, eq, sql } from 'drizzle-orm';
import { instruction } from '#db/schema/custody.ts';
import { loan } from '#db/schema/loans.ts';
import { product } from '#db/schema/products.ts';
import { transaction } from '#db/transaction.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { SystemActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import { dispatchMany } from '../custody/dispatch-many.ts';
import { lockLoan } from '../loan/move-loan.ts';
import { fundReserve, RESERVED_FOR_STATES } from './fund-reserve.ts';

/** A refused transfer is not repeated before this long has passed on the machine's clock: own funds come in daily. */
const RETRY_AFTER_MS = 10 * 60_000;

/**
 * Pays into the risk reserve what the bank has refused to move after a settlement, such as for want of own funds.
 * @returns how many transfers were sent anew
 */
export async function fundReserves(ctx: DomainContext<SystemActor>): Promise<number> {
  const since = new Date(ctx.realNow().getTime() - RETRY_AFTER_MS).toISOString();
  const unfunded = sql`exists (select 1 from ${product} p where p.id = ${loan.productId} and p.reserve_ppm > 0)
    and ${loan.state} in (${sql.join(
      RESERVED_FOR_STATES.map((state) => sql`${state}`),
      sql`, `,
    )})
    and exists (select 1 from ${instruction} i where i.loan_id = ${loan.id} and i.kind = 'fund-reserve')
    and not exists (select 1 from ${instruction} i where i.loan_id = ${loan.id} and i.kind = 'fund-reserve'
      and (i.state <> 'failed' or i.next_attempt_at > ${since}::timestamptz))`;
  const loans = await ctx.db.select({ id: loan.id }).from(loan).where(unfunded).orderBy(asc(loan.id));
  const sent: Uuid[] = [];
  for (const { id } of loans) {
    const instructionId = await transaction(ctx, async (tx) => {
      const locked = await lockLoan(tx, id);
      const [still] = await tx
        .select({ id: loan.id })
        .from(loan)
        .where(sql`${eq(loan.id, id)} and ${unfunded}`);
      return still && fundReserve(tx, ctx, locked);
    });
    if (instructionId) sent.push(instructionId);
  }
  await dispatchMany(ctx, sent);
  return sent.length;
}
