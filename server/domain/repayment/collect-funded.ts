import { sql } from 'drizzle-orm';
import { account, entry, journal } from '#db/schema/accounts.ts';
import { loan } from '#db/schema/loans.ts';
import { collection, collectionItem, instalment } from '#db/schema/repayments.ts';
import type { SystemActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import { collectInstalment } from './collect-instalment.ts';

/**
 * Collects from borrowers to whom money has come since the last try failed, so that a recharge on the due day is in
 * time. @returns how many collections it tried
 */
export async function collectFunded(ctx: DomainContext<SystemActor>): Promise<number> {
  const rows = await ctx.db
    .select({ id: loan.id })
    .from(loan)
    .innerJoin(account, sql`${account.id} = ${loan.borrowerAccountId}`)
    .where(sql`${loan.state} in ('repaying', 'overdue') and ${loan.projectStatus} = 'REPAYING' and exists (
      select 1 from ${instalment} i
      join ${collectionItem} item on item.loan_id = i.loan_id and item.instalment_number = i.number
      join ${collection} last on last.loan_id = item.loan_id and last.id = item.collection_id and last.state = 'failed'
      where i.loan_id = ${loan.id} and i.state in ('due', 'overdue', 'compensated')
        and i.principal - i.principal_paid - i.principal_recovered + i.interest - i.interest_paid - i.interest_recovered
          <= ${account.available} - ${account.reserved}
        and last.ended_at = (select max(c.ended_at) from ${collection} c where c.loan_id = i.loan_id)
        and exists (select 1 from ${entry} e join ${journal} j on j.id = e.journal_id
          where e.account_id = ${account.id} and e.bucket = 'available' and e.amount > 0
            and j.posted_at > last.ended_at))`)
    .orderBy(loan.id);
  let tried = 0;
  for (const { id } of rows) if (await collectInstalment(ctx, id)) tried += 1;
  return tried;
}
