import { type SQL, sql } from 'drizzle-orm';
import type { settlementChunk } from '#db/schema/loans.ts';
import { CHART } from '../ledger/chart.ts';
import type { Loan } from '../loan/move-loan.ts';

type Chunk = Pick<typeof settlementChunk.$inferSelect, 'firstBidId' | 'lastBidId' | 'bidCount' | 'fee'>;

/**
 * The lines of one trade of a settlement, as a query for `readTrade` and `postLines`: each bid's frozen money to the
 * borrower, then the trade's share of the fee out of what they brought. The same at every reading, so the journal has
 * the lines that were sent.
 */
export const settlementLines = (loan: Loan, chunk: Chunk): SQL => sql`
  select (row_number() over (order by b.id))::integer as number, 'TENDER' as kind, b.amount,
    null::bigint as income, b.freeze_request_no, b.id as bid_id, b.investor_account_id as source_id,
    'frozen' as source_bucket, ${loan.borrowerAccountId}::uuid as target_id, 'available' as target_bucket
  from bid b
  where b.loan_id = ${loan.id}::uuid and b.state in ('settling', 'settled')
    and b.id between ${chunk.firstBidId}::uuid and ${chunk.lastBidId}::uuid
  union all
  select ${chunk.bidCount}::integer + 1, 'COMMISSION', ${chunk.fee}::bigint, null, null, null,
    ${loan.borrowerAccountId}::uuid, 'available', ${CHART.income.id}::uuid, 'available'
  where ${chunk.fee}::bigint > 0`;
