import type { CollectionState } from '#db/schema/repayments.ts';
import { type Transaction, transaction } from '#db/transaction.ts';
import { DomainError } from '#server/primitives/errors.ts';
import { type Uuid, uuid } from '#server/primitives/ids.ts';
import { type Money, sum, ZERO } from '#server/primitives/money.ts';
import type { BorrowerActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import type { Loan } from '../loan/move-loan.ts';
import { once } from '../once.ts';
import { beginInstalments, type OwedTerms, owedTerms } from './begin-instalments.ts';
import { lockOwnLoan, requireMeans } from './borrower-means.ts';
import { collectionState, sendCollection } from './collect-instalment.ts';
import { fallenDue, isBeingCollected } from './instalments.ts';
import { totalOwed } from './owed.ts';

/** What a payment may be: whole instalments, the oldest first, or any part where the product lets it be. */
function requireFit(amount: Money, owed: readonly Money[], terms: OwedTerms): void {
  if (amount <= 0n) throw new DomainError('AMOUNT_NOT_POSITIVE', 'a payment is more than nothing');
  const all = sum(owed);
  if (amount > all) {
    throw new DomainError('AMOUNT_OVER_OWED', 'more than is owed', { owedFen: all.toString() });
  }
  const whole = owed.some((_, index) => sum(owed.slice(0, index + 1)) === amount);
  if (!whole && !terms.partialPayments) {
    throw new DomainError('PARTIAL_PAYMENT_REFUSED', 'the product is paid in whole instalments', {
      oldestFen: (owed[0] ?? ZERO).toString(),
      owedFen: all.toString(),
    });
  }
}

async function begin(tx: Transaction, ctx: DomainContext, loan: Loan, wanted: Money | undefined): Promise<Uuid> {
  const rows = await fallenDue(tx, loan.id);
  if (rows.length === 0 || loan.projectStatus !== 'REPAYING') {
    throw new DomainError('NOTHING_DUE', 'nothing has fallen due');
  }
  if (await isBeingCollected(tx, loan.id)) throw new DomainError('CONFLICT', 'the instalment is being collected');
  const terms = await owedTerms(tx, loan);
  const owed = rows.map((row) => totalOwed(row, terms.penaltyPpmPerDay));
  const amount = wanted ?? owed[0] ?? ZERO;
  requireFit(amount, owed, terms);
  await requireMeans(tx, ctx, loan, amount);
  return beginInstalments(tx, ctx, loan, { rows, amount, terms, trigger: 'borrower' });
}

/**
 * Pays what has fallen due, by the borrower's click: an amount of his own, spent on the oldest instalments first, or
 * without one all that is owed of the oldest.
 * @returns the collection as it stands when the bank has answered: paid; failed; or under way
 * @throws DomainError NOT_FOUND (also for another's loan), NOTHING_DUE, CONFLICT (being collected already),
 * AMOUNT_NOT_POSITIVE, AMOUNT_OVER_OWED (owedFen), PARTIAL_PAYMENT_REFUSED (oldestFen, owedFen; the product is paid in
 * whole instalments), AUTHORISATION_MISSING, AMOUNT_OVER_AUTHORISATION, AMOUNT_OVER_BALANCE, REQUEST_ID_REUSED.
 */
export async function payInstalment(
  ctx: DomainContext<BorrowerActor>,
  input: { requestId: Uuid; loanId: Uuid; amount?: Money | undefined },
): Promise<{ collectionId: Uuid; state: CollectionState }> {
  const { requestId, loanId, amount } = input;
  const begun = await transaction(ctx, async (tx) => {
    const loan = await lockOwnLoan(tx, ctx.actor, loanId);
    return once(tx, ctx, { requestId, verb: 'pay-instalment', input: { loanId, amount } }, async () => ({
      collectionId: await begin(tx, ctx, loan, amount),
    }));
  });
  ctx.failpoint('collection.begun');
  await sendCollection(ctx, loanId);
  const collectionId = uuid(begun.collectionId);
  return { collectionId, state: await collectionState(ctx, loanId, collectionId) };
}
