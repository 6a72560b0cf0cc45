import { sql } from 'drizzle-orm';
import { account, entry, journal } from '#db/schema/accounts.ts';
import { loan } from '#db/schema/loans.ts';
import { product } from '#db/schema/products.ts';
import { collection, collectionItem, instalment } from '#db/schema/repayments.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { SystemActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import { collectInstalment } from './collect-instalment.ts';

/** Loans whose last try left something owed, and to whose borrowers money has come since: enough, or some where parts do. */
function fundedLoans(ctx: DomainContext) {
  return ctx.db
    .select({ id: loan.id })
    .from(loan)
    .innerJoin(account, sql`${account.id} = ${loan.borrowerAccountId}`)
    .innerJoin(product, sql`${product.id} = ${loan.productId}`)
    .where(sql`${loan.state} in ('repaying', 'overdue') and ${loan.projectStatus} = 'REPAYING'
      and ${account.available} > ${account.reserved} + ${account.owed} and exists (
      select 1 from ${instalment} i
      join ${collectionItem} item on item.loan_id = i.loan_id and item.instalment_number = i.number
      join ${collection} last on last.loan_id = item.loan_id and last.id = item.collection_id
        and last.state in ('failed', 'paid') and last.payer_account_id = ${loan.borrowerAccountId}
      where i.loan_id = ${loan.id} and i.state in ('due', 'overdue', 'compensated')
        and (${product.partialPayments}
          or i.principal - i.principal_paid - i.principal_recovered + i.interest - i.interest_paid - i.interest_recovered
            <= ${account.available} - ${account.reserved} - ${account.owed})
        and last.ended_at = (select max(c.ended_at) from ${collection} c
          where c.loan_id = i.loan_id and c.payer_account_id = ${loan.borrowerAccountId})
        and exists (select 1 from ${entry} e join ${journal} j on j.id = e.journal_id
          where e.account_id = ${account.id} and e.bucket = 'available' and e.amount > 0
            and j.posted_at > last.ended_at))`)
    .orderBy(loan.id);
}

/** Pays the oldest instalment, and while the money reaches the late ones after it. @returns how many it tried */
async function collectWhileFunded(ctx: DomainContext, loanId: Uuid): Promise<number> {
  for (let tried = 0; ; tried += 1) {
    const done = await collectInstalment(ctx, loanId, { ifFunded: true, onlyLate: tried > 0 });
    if (!done) return tried;
    if (done.state !== 'paid' || !done.whole) return tried + 1;
  }
}

/**
 * Collects from borrowers to whom money has come since the last try, so that a recharge on the due day is in time and
 * one of a late borrower is not left lying. @returns how many collections it tried
 */
export async function collectFunded(ctx: DomainContext<SystemActor>): Promise<number> {
  let tried = 0;
  for (const { id } of await fundedLoans(ctx)) tried += await collectWhileFunded(ctx, id);
  return tried;
}
