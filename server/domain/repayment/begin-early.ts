import type { CollectionKind, CollectionPlan } from '#db/schema/repayments.ts';
import type { Transaction } from '#db/transaction.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { Money } from '#server/primitives/money.ts';
import type { DomainContext } from '../context.ts';
import type { Loan } from '../loan/move-loan.ts';
import type { Item } from './allocate.ts';
import { beginCollection } from './begin-collection.ts';
import { requireMeans } from './borrower-means.ts';
import { isBeingCollected } from './instalments.ts';

/** What the borrower has agreed to. */
export type Agreed = Readonly<{ on: PlainDate; total: Money }>;
type Wanted = Readonly<{
  kind: Extract<CollectionKind, 'payoff' | 'prepayment'>;
  agreed: Agreed;
  quote: Readonly<{ total: Money; items: readonly Item[] }>;
  plan: CollectionPlan;
}>;

/**
 * Starts to collect what was quoted for today from the borrower of a locked loan.
 * @returns the collection's id
 * @throws DomainError QUOTE_CHANGED (totalFen) when the quote was for another day or is another now, NOTHING_DUE,
 * CONFLICT (being collected), AUTHORISATION_MISSING, AMOUNT_OVER_AUTHORISATION, AMOUNT_OVER_BALANCE.
 */
export async function beginEarly(
  tx: Transaction,
  ctx: DomainContext,
  loan: Loan,
  { kind, agreed, quote, plan }: Wanted,
): Promise<Uuid> {
  if (await isBeingCollected(tx, loan.id)) throw new DomainError('CONFLICT', 'the loan is being collected');
  if (quote.total === 0n) throw new DomainError('NOTHING_DUE', 'nothing is owed');
  if (agreed.on !== ctx.businessDate || agreed.total !== quote.total) {
    throw new DomainError('QUOTE_CHANGED', 'this is no longer what it costs', { totalFen: quote.total.toString() });
  }
  await requireMeans(tx, ctx, loan, quote.total);
  return beginCollection(tx, ctx, loan, {
    kind,
    trigger: 'borrower',
    payerAccountId: loan.borrowerAccountId,
    authority: 'REPAYMENT',
    items: quote.items,
    plan,
  });
}
