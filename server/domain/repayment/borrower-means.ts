import { and, eq } from 'drizzle-orm';
import { authorisation } from '#db/schema/accounts.ts';
import type { Transaction } from '#db/transaction.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { type Money, ZERO } from '#server/primitives/money.ts';
import type { BorrowerActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import { balancesOf } from '../ledger/balances.ts';
import { type Loan, lockLoan } from '../loan/move-loan.ts';

/** Locks a loan for the borrower whose it is. @throws DomainError NOT_FOUND, also for another's loan. */
export async function lockOwnLoan(tx: Transaction, actor: BorrowerActor, loanId: Uuid): Promise<Loan> {
  const loan = await lockLoan(tx, loanId);
  if (loan.borrowerPersonId !== actor.personId) throw new DomainError('NOT_FOUND', 'no such loan');
  return loan;
}

/**
 * What can be said of a borrower's payment before the bank is asked: a clear sentence instead of its refusal.
 * @throws DomainError AUTHORISATION_MISSING, AMOUNT_OVER_AUTHORISATION, AMOUNT_OVER_BALANCE
 */
export async function requireMeans(tx: Transaction, ctx: DomainContext, loan: Loan, amount: Money): Promise<void> {
  const accountId = loan.borrowerAccountId;
  const [given] = await tx
    .select()
    .from(authorisation)
    .where(and(eq(authorisation.accountId, accountId), eq(authorisation.kind, 'REPAYMENT')));
  if (!given || (given.expiresOn !== null && given.expiresOn < ctx.businessDate)) {
    throw new DomainError('AUTHORISATION_MISSING', 'repayment needs a standing authorisation', { kind: 'REPAYMENT' });
  }
  if (given.amountLimit !== null && amount > given.amountLimit) {
    throw new DomainError('AMOUNT_OVER_AUTHORISATION', 'more than the standing authorisation allows', {
      limitFen: given.amountLimit.toString(),
    });
  }
  const spendable = (await balancesOf(tx, accountId))?.spendable ?? ZERO;
  if (amount > spendable) {
    throw new DomainError('AMOUNT_OVER_BALANCE', 'more than is available', {
      balanceFen: spendable.toString(),
      amountFen: amount.toString(),
    });
  }
}
