import { eq } from 'drizzle-orm';
import { account, type Bucket } from '#db/schema/accounts.ts';
import type { Transaction } from '#db/transaction.ts';

import type { Loan } from '../loan/move-loan.ts';
import type { TradeLine } from './trade-lines.ts';

/** The borrower's side of a trade's lines: a bucket of his account, with the number the bank knows him by. */
export async function borrowerLeg(tx: Transaction, loan: Loan, bucket: Bucket): Promise<TradeLine['source']> {
  const [holder] = await tx
    .select({ platformUserNo: account.platformUserNo })
    .from(account)
    .where(eq(account.id, loan.borrowerAccountId));
  return { accountId: loan.borrowerAccountId, bucket, platformUserNo: holder?.platformUserNo ?? '' };
}
