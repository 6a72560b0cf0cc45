import { eq } from 'drizzle-orm';
import type { LoanState } from '#db/schema/loans.ts';
import { product } from '#db/schema/products.ts';
import type { Transaction } from '#db/transaction.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { Money } from '#server/primitives/money.ts';
import { ratePpm, shareOf } from '#server/primitives/rate.ts';
import type { DomainContext } from '../context.ts';
import { enqueue } from '../custody/enqueue.ts';
import { newRequestNo } from '../custody/request-no.ts';
import type { Loan } from '../loan/move-loan.ts';
import { INCOME, RESERVE, type TradeLine, tradeBody } from './trade-lines.ts';

/** Loans that the reserve stands for, and that pay their share into it. */
export const RESERVED_FOR_STATES = ['repaying', 'overdue'] as const satisfies LoanState[];

/** The one line by which own funds pay a loan's share into the risk reserve. */
export const reserveLine = (amount: Money): TradeLine => ({
  kind: 'FUNDS_TRANSFER',
  amount,
  source: INCOME,
  target: RESERVE,
});

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
  return enqueue(tx, ctx, {
    kind: 'fund-reserve',
    service: 'SYNC_TRANSACTION',
    channel: 'direct',
    requestNo,
    loanId: loan.id,
    subject: { amountFen: amount.toString() },
    sentBy: 'worker',
    reqData: tradeBody(requestNo, 'FUNDS_TRANSFER', loan.projectNo, [reserveLine(amount)]),
  });
}
