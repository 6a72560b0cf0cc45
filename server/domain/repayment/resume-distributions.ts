import { and, asc, eq, sql } from 'drizzle-orm';
import { instruction } from '#db/schema/custody.ts';
import { collection, distributionChunk, receipt } from '#db/schema/repayments.ts';
import { type Transaction, transaction } from '#db/transaction.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { toDecimalText } from '#server/primitives/money.ts';
import type { SystemActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import { enqueue } from '../custody/enqueue.ts';
import { newRequestNo } from '../custody/request-no.ts';
import { dispatchUnsent } from '../loan/dispatch-unsent.ts';
import { type Loan, lockLoan } from '../loan/move-loan.ts';
import { type Collection, moveCollection, readCollection } from './collections.ts';
import { returnInstalments } from './held-instalments.ts';
import { sendDistribution } from './send-distribution.ts';

/** After so many refusals of every trade the borrower gets his money back. */
const MOST_ATTEMPTS = 5;
/** A refused release is not repeated before this long has passed on the machine's clock. */
const RETRY_AFTER_MS = 60_000;

/** Whether no trade of the collection has happened or can still happen, and the tries are used up. */
async function isHopeless(tx: Transaction, pay: Collection): Promise<boolean> {
  const [row] = await tx
    .select({
      alive: sql<number>`count(*) filter (where ${distributionChunk.state} <> 'failed')::integer`,
      attempts: sql<number>`min(${distributionChunk.attempts})`,
    })
    .from(distributionChunk)
    .where(and(eq(distributionChunk.loanId, pay.loanId), eq(distributionChunk.collectionId, pay.id)));
  return row !== undefined && row.alive === 0 && row.attempts >= MOST_ATTEMPTS;
}

const requestRelease = (tx: Transaction, ctx: DomainContext, loan: Loan, pay: Collection): Promise<Uuid> =>
  enqueue(tx, ctx, {
    kind: 'release-collection',
    service: 'CANCEL_PRE_TRANSACTION',
    channel: 'direct',
    requestNo: newRequestNo(ctx),
    accountId: pay.payerAccountId,
    loanId: loan.id,
    subject: { collectionId: pay.id },
    reqData: { preTransactionNo: pay.freezeRequestNo ?? '', amount: toDecimalText(pay.amount) },
  });

/** Gives up what the bank refuses: a freeze is released first; the risk reserve, which needs none, has its money still. */
async function release(tx: Transaction, ctx: DomainContext, loan: Loan, pay: Collection): Promise<void> {
  await tx.delete(receipt).where(and(eq(receipt.loanId, pay.loanId), eq(receipt.collectionId, pay.id)));
  const failure = 'DISTRIBUTION_REFUSED';
  const releasing = await moveCollection(tx, ctx, pay, 'release', { failure });
  if (pay.freezeRequestNo !== null) {
    await requestRelease(tx, ctx, loan, releasing);
    return;
  }
  const failed = await moveCollection(tx, ctx, releasing, 'released', { endedAt: ctx.now() });
  await returnInstalments(tx, ctx, loan, failed);
}

/** Collections with a trade that waits to be sent again, and releases that the bank has refused. */
function stuck(ctx: DomainContext) {
  const at = ctx.realNow();
  const since = new Date(at.getTime() - RETRY_AFTER_MS);
  return ctx.db
    .select({ loanId: collection.loanId, id: collection.id })
    .from(collection)
    .where(sql`${collection.state} = 'paying' and exists (select 1 from ${distributionChunk} c
        where c.loan_id = ${collection.loanId} and c.collection_id = ${collection.id}
          and c.state in ('pending', 'failed')
          and (c.next_attempt_at is null or c.next_attempt_at <= ${at.toISOString()}::timestamptz))
      or ${collection.state} = 'releasing' and not exists (select 1 from ${instruction} i
        where i.loan_id = ${collection.loanId} and i.kind = 'release-collection'
          and i.subject ->> 'collectionId' = ${collection.id}::text
          and (i.state <> 'failed' or i.next_attempt_at > ${since.toISOString()}::timestamptz))`)
    .orderBy(asc(collection.id));
}

/**
 * Goes on with distributions whose trades the bank has refused; gives the borrower his money back when every trade of
 * one has been refused too often. @returns how many collections it touched
 */
export async function resumeDistributions(ctx: DomainContext<SystemActor>): Promise<number> {
  const rows = await stuck(ctx);
  for (const { loanId, id } of rows) {
    await transaction(ctx, async (tx) => {
      const loan = await lockLoan(tx, loanId);
      const pay = await readCollection(tx, loanId, id);
      if (pay.state === 'releasing') await requestRelease(tx, ctx, loan, pay);
      if (pay.state !== 'paying') return;
      if (await isHopeless(tx, pay)) await release(tx, ctx, loan, pay);
      else await sendDistribution(tx, ctx, loan, pay);
    });
    await dispatchUnsent(ctx, loanId, ['distribute', 'release-collection', 'advance-project']);
  }
  return rows.length;
}
