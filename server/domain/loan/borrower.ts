import { eq } from 'drizzle-orm';
import { account } from '#db/schema/accounts.ts';
import type { Transaction } from '#db/transaction.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { BorrowerActor } from '../actors.ts';
import type { BorrowingParty } from './borrowing.ts';
import { type Loan, lockLoan } from './move-loan.ts';

/** Who applies, with an account that is active. @throws DomainError ACCOUNT_NOT_OPEN. */
export async function activeBorrower(
  tx: Transaction,
  { personId, enterpriseId, accountId }: BorrowerActor,
): Promise<BorrowingParty & Readonly<{ accountId: Uuid }>> {
  if (!personId || !accountId) throw new DomainError('ACCOUNT_NOT_OPEN', 'a borrower needs an account at the bank');
  const [held] = await tx.select({ state: account.state }).from(account).where(eq(account.id, accountId));
  if (held?.state !== 'active') throw new DomainError('ACCOUNT_NOT_OPEN', 'the account at the bank is not active');
  return { personId, enterpriseId, accountId };
}

/** Whether a loan is the borrower's own: of the person, or of the enterprise. */
export const isOwnLoan = (
  actor: BorrowerActor,
  loan: Pick<Loan, 'borrowerAccountId' | 'borrowerPersonId' | 'enterpriseId'>,
): boolean =>
  actor.accountId !== null
    ? loan.borrowerAccountId === actor.accountId
    : loan.borrowerPersonId === actor.personId && loan.enterpriseId === actor.enterpriseId;

/** The borrower's own loan, locked. Another's is not told apart from none. @throws DomainError NOT_FOUND. */
export async function lockOwnLoan(tx: Transaction, actor: BorrowerActor, loanId: Uuid): Promise<Loan> {
  const loan = await lockLoan(tx, loanId);
  if (!isOwnLoan(actor, loan)) throw new DomainError('NOT_FOUND', 'no such loan');
  return loan;
}
