import { eq } from 'drizzle-orm';
import { account } from '#db/schema/accounts.ts';
import { collection } from '#db/schema/loans.ts';
import type { Transaction } from '#db/transaction.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { plus, toDecimalText } from '#server/primitives/money.ts';
import type { DomainContext } from '../context.ts';
import { enqueue } from '../custody/enqueue.ts';
import { newRequestNo } from '../custody/request-no.ts';
import type { Loan } from '../loan/move-loan.ts';
import { type Instalment, moveInstalment } from './instalments.ts';

/**
 * Starts to collect one instalment of a locked loan: the bank is asked to freeze it at the borrower. Nothing is
 * reserved here, since the bank alone says whether the money is there.
 * @returns the collection's id
 * @throws DomainError INVALID_TRANSITION when the instalment is not due or overdue.
 */
export async function beginCollection(
  tx: Transaction,
  ctx: DomainContext,
  loan: Loan,
  owed: Instalment,
  trigger: 'due' | 'borrower',
): Promise<Uuid> {
  const collectionId = ctx.newId();
  const freezeRequestNo = newRequestNo(ctx);
  const amount = plus(owed.principal, owed.interest);
  await moveInstalment(tx, ctx, owed, 'collect', { collectionId });
  await tx.insert(collection).values({
    loanId: loan.id,
    id: collectionId,
    instalmentNumber: owed.number,
    amount,
    state: 'freezing',
    trigger,
    freezeRequestNo,
    createdAt: ctx.now(),
  });
  const [borrower] = await tx
    .select({ platformUserNo: account.platformUserNo })
    .from(account)
    .where(eq(account.id, loan.borrowerAccountId));
  await enqueue(tx, ctx, {
    kind: 'freeze-collection',
    service: 'USER_AUTO_PRE_TRANSACTION',
    channel: 'direct',
    requestNo: freezeRequestNo,
    accountId: loan.borrowerAccountId,
    loanId: loan.id,
    subject: { collectionId },
    reqData: {
      platformUserNo: borrower?.platformUserNo,
      bizType: 'REPAYMENT',
      amount: toDecimalText(amount),
      projectNo: loan.projectNo,
    },
  });
  ctx.failpoint('collection.beginning');
  return collectionId;
}
