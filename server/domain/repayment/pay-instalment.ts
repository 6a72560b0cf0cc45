import { and, eq } from 'drizzle-orm';
import { authorisation } from '#db/schema/accounts.ts';
import type { CollectionState } from '#db/schema/repayments.ts';
import { type Transaction, transaction } from '#db/transaction.ts';
import { DomainError } from '#server/primitives/errors.ts';
import { type Uuid, uuid } from '#server/primitives/ids.ts';
import { type Money, ZERO } from '#server/primitives/money.ts';
import type { BorrowerActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import { balancesOf } from '../ledger/balances.ts';
import { type Loan, lockLoan } from '../loan/move-loan.ts';
import { once } from '../once.ts';
import { beginInstalment, owedTerms } from './begin-instalment.ts';
import { collectionState, sendCollection } from './collect-instalment.ts';
import { isBeingCollected, oldestOwed } from './instalments.ts';
import { totalOwed } from './owed.ts';

async function lockOwnLoan(tx: Transaction, actor: BorrowerActor, loanId: Uuid): Promise<Loan> {
  const loan = await lockLoan(tx, loanId);
  if (loan.borrowerPersonId !== actor.personId) throw new DomainError('NOT_FOUND', 'no such loan');
  return loan;
}

/** What can be said before the bank is asked: a clear sentence instead of its refusal. */
async function requireMeans(tx: Transaction, ctx: DomainContext, loan: Loan, amount: Money): Promise<void> {
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

/**
 * Pays the oldest instalment that has fallen due, by the borrower's click.
 * @returns the collection as it stands when the bank has answered: paid; failed; or under way
 * @throws DomainError NOT_FOUND (also for another's loan), NOTHING_DUE, CONFLICT (being collected already),
 * AUTHORISATION_MISSING, AMOUNT_OVER_AUTHORISATION, AMOUNT_OVER_BALANCE, REQUEST_ID_REUSED.
 */
export async function payInstalment(
  ctx: DomainContext<BorrowerActor>,
  input: { requestId: Uuid; loanId: Uuid },
): Promise<{ collectionId: Uuid; state: CollectionState }> {
  const { requestId, loanId } = input;
  const begun = await transaction(ctx, async (tx) => {
    const loan = await lockOwnLoan(tx, ctx.actor, loanId);
    return once(tx, ctx, { requestId, verb: 'pay-instalment', input: { loanId } }, async () => {
      const owed = await oldestOwed(tx, loanId);
      if (!owed || loan.projectStatus !== 'REPAYING') throw new DomainError('NOTHING_DUE', 'nothing has fallen due');
      if (await isBeingCollected(tx, loanId)) throw new DomainError('CONFLICT', 'the instalment is being collected');
      const { penaltyPpmPerDay } = await owedTerms(tx, loan);
      await requireMeans(tx, ctx, loan, totalOwed(owed, penaltyPpmPerDay));
      return { collectionId: await beginInstalment(tx, ctx, loan, owed, 'borrower') };
    });
  });
  ctx.failpoint('collection.begun');
  await sendCollection(ctx, loanId);
  const collectionId = uuid(begun.collectionId);
  return { collectionId, state: await collectionState(ctx, loanId, collectionId) };
}
