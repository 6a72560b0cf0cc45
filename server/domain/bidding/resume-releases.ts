import { asc, eq, sql } from 'drizzle-orm';
import { instruction } from '#db/schema/custody.ts';
import { bid } from '#db/schema/loans.ts';
import { transaction } from '#db/transaction.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { SystemActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import { dispatchMany } from '../custody/dispatch-many.ts';
import { lockLoan } from '../loan/move-loan.ts';
import { cancelFreezes } from './release-bids.ts';

/** A refused release is not repeated before this long has passed on the machine's clock. */
const RETRY_AFTER_MS = 60_000;

/** Asks the bank again for releases it has refused: the money is the investor's. @returns how many */
export async function resumeReleases(ctx: DomainContext<SystemActor>): Promise<number> {
  const since = new Date(ctx.realNow().getTime() - RETRY_AFTER_MS).toISOString();
  const stuck = sql`${bid.state} = 'releasing' and not exists (select 1 from ${instruction} i
    where i.loan_id = ${bid.loanId} and i.bid_id = ${bid.id} and i.kind in ('release-bid', 'find-release')
      and (i.state <> 'failed' or i.next_attempt_at > ${since}::timestamptz))`;
  const loans = await ctx.db.selectDistinct({ id: bid.loanId }).from(bid).where(stuck).orderBy(asc(bid.loanId));
  const releases: Uuid[] = [];
  for (const { id } of loans) {
    const again = await transaction(ctx, async (tx) => {
      const locked = await lockLoan(tx, id);
      const bids = await tx
        .select()
        .from(bid)
        .where(sql`${eq(bid.loanId, id)} and ${stuck}`)
        .orderBy(asc(bid.id));
      return cancelFreezes(tx, ctx, locked, bids);
    });
    releases.push(...again);
  }
  await dispatchMany(ctx, releases);
  return releases.length;
}
