import type { CollectionState } from '#db/schema/repayments.ts';
import { transaction } from '#db/transaction.ts';
import { type Uuid, uuid } from '#server/primitives/ids.ts';
import type { BorrowerActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import { once } from '../once.ts';
import { type Agreed, beginEarly } from './begin-early.ts';
import { lockOwnLoan } from './borrower-means.ts';
import { collectionState, sendCollection } from './collect-instalment.ts';
import { readEarlyLoan, requireQuotable } from './early-loan.ts';
import { payoffQuote } from './payoff-quote.ts';

/**
 * Pays a loan off before its end, for what was quoted for today.
 * @returns the collection as it stands when the bank has answered: paid; failed; or under way
 * @throws DomainError NOT_FOUND (also for another's loan), PREPAYMENT_NOT_ALLOWED, QUOTE_CHANGED (totalFen), NOTHING_DUE,
 * CONFLICT (being collected), AUTHORISATION_MISSING, AMOUNT_OVER_AUTHORISATION, AMOUNT_OVER_BALANCE, REQUEST_ID_REUSED.
 */
export async function payOff(
  ctx: DomainContext<BorrowerActor>,
  input: Agreed & Readonly<{ requestId: Uuid; loanId: Uuid }>,
): Promise<{ collectionId: Uuid; state: CollectionState }> {
  const { requestId, loanId, on, total } = input;
  const today = ctx.businessDate;
  const begun = await transaction(ctx, async (tx) => {
    const loan = await lockOwnLoan(tx, ctx.actor, loanId);
    return once(tx, ctx, { requestId, verb: 'pay-off', input: { loanId, on, total } }, async () => {
      const early = await readEarlyLoan(tx, loan);
      requireQuotable(early, { on: today, today, part: false });
      const quote = payoffQuote(early.terms, early.rows, { on: today, today }, early.nextNumber);
      const wanted = { kind: 'payoff', agreed: { on, total }, quote, plan: { on: today } } as const;
      return { collectionId: await beginEarly(tx, ctx, loan, wanted) };
    });
  });
  ctx.failpoint('collection.begun');
  await sendCollection(ctx, loanId);
  const collectionId = uuid(begun.collectionId);
  return { collectionId, state: await collectionState(ctx, loanId, collectionId) };
}
