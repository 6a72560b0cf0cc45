import { eq, type SQL, sql } from 'drizzle-orm';
import type { LoanState } from '#db/schema/loans.ts';
import { product } from '#db/schema/products.ts';
import type { Transaction } from '#db/transaction.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { Money } from '#server/primitives/money.ts';
import { ratePpm, shareOf } from '#server/primitives/rate.ts';
import type { DomainContext } from '../context.ts';
import { enqueue } from '../custody/enqueue.ts';
import { newRequestNo } from '../custody/request-no.ts';
import { CHART } from '../ledger/chart.ts';
import type { Loan } from '../loan/move-loan.ts';
import { tradeBody } from './trade-lines.ts';

/** Loans that the reserve stands for, and that pay their share into it. */
export const RESERVED_FOR_STATES = ['repaying', 'overdue'] as const satisfies LoanState[];

/** The one line by which own funds pay a loan's share into the risk reserve, as a query for `tradeBody` and `postLines`. */
export const reserveLine = (amount: Money): SQL => sql`
  select 1 as number, 'FUNDS_TRANSFER' as kind, ${amount}::bigint as amount, null::bigint as income,
    null::text as freeze_request_no, null::uuid as bid_id, ${CHART.income.id}::uuid as source_id,
    'available' as source_bucket, ${CHART.compensation.id}::uuid as target_id, 'available' as target_bucket`;

/**
 * Puts the transfer of a settled loan's share from own funds (004) to the risk reserve (001) into the outbox. The
 * caller holds the loan locked and has seen that none is under way or done.
 * @returns the instruction's id; undefined where the product gives the reserve nothing
 */
export async function fundReserve(tx: Transaction, ctx: DomainContext, loan: Loan): Promise<Uuid | undefined> {
  const [sold] = await tx
    .select({ reservePpm: product.reservePpm })
    .from(product)
    .where(eq(product.id, loan.productId));
  const amount = shareOf(loan.amount, sold?.reservePpm ?? ratePpm(0));
  if (amount === 0n) return undefined;
  const requestNo = newRequestNo(ctx);
  const trade = { requestNo, tradeType: 'FUNDS_TRANSFER', projectNo: loan.projectNo } as const;
  return enqueue(tx, ctx, {
    kind: 'fund-reserve',
    service: 'SYNC_TRANSACTION',
    channel: 'direct',
    requestNo,
    loanId: loan.id,
    subject: { amountFen: amount.toString() },
    sentBy: 'worker',
    reqData: await tradeBody(tx, trade, reserveLine(amount)),
  });
}
