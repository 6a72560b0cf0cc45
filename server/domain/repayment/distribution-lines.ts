import { and, asc, eq, sql } from 'drizzle-orm';
import { account } from '#db/schema/accounts.ts';
import { receipt } from '#db/schema/loans.ts';
import type { Transaction } from '#db/transaction.ts';
import { plus } from '#server/primitives/money.ts';
import type { Loan } from '../loan/move-loan.ts';
import { borrowerLeg } from '../settlement/borrower-leg.ts';
import { INCOME, type TradeLine } from '../settlement/trade-lines.ts';
import type { Collection } from './collections.ts';

/**
 * The lines of one trade of a distribution: to each claim holder principal and interest out of the borrower's freeze,
 * then the service fee out of what that has brought him. The same at every reading.
 */
export async function distributionLines(
  tx: Transaction,
  loan: Loan,
  pay: Collection,
  chunk: number,
): Promise<TradeLine[]> {
  const borrower = await borrowerLeg(tx, loan, 'frozen');
  const rows = await tx
    .select({
      accountId: receipt.investorAccountId,
      platformUserNo: account.platformUserNo,
      principal: receipt.principal,
      interest: receipt.interest,
      serviceFee: receipt.serviceFee,
    })
    .from(receipt)
    .innerJoin(account, eq(account.id, receipt.investorAccountId))
    .where(
      and(
        eq(receipt.loanId, loan.id),
        eq(receipt.collectionId, pay.id),
        eq(receipt.chunk, chunk),
        sql`${receipt.principal} + ${receipt.interest} > 0`,
      ),
    )
    .orderBy(asc(receipt.claimId));
  return rows.flatMap(({ accountId, platformUserNo, principal, interest, serviceFee }): TradeLine[] => {
    const investor = { accountId, bucket: 'available', platformUserNo } as const;
    const repayment: TradeLine = {
      kind: 'REPAYMENT',
      amount: plus(principal, interest),
      income: interest,
      freezeRequestNo: pay.freezeRequestNo,
      source: borrower,
      target: investor,
    };
    if (serviceFee === 0n) return [repayment];
    return [repayment, { kind: 'COMMISSION', amount: serviceFee, source: investor, target: INCOME }];
  });
}
