import { and, eq } from 'drizzle-orm';
import { type CollectionState, type CollectionTrigger, collection } from '#db/schema/repayments.ts';
import { type Transaction, transaction } from '#db/transaction.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { lesser, type Money, sum, ZERO } from '#server/primitives/money.ts';
import type { DomainContext } from '../context.ts';
import { balancesOf } from '../ledger/balances.ts';
import { dispatchUnsent } from '../loan/dispatch-unsent.ts';
import { type Loan, lockLoan } from '../loan/move-loan.ts';
import { beginInstalments, type OwedTerms, owedTerms } from './begin-instalments.ts';
import { fallenDue, isBeingCollected } from './instalments.ts';
import { totalOwed } from './owed.ts';

/** Sends whatever a collection has put into the outbox, until the bank has answered all of it. */
export async function sendCollection(ctx: DomainContext, loanId: Uuid): Promise<void> {
  await dispatchUnsent(ctx, loanId, ['freeze-collection', 'distribute', 'advance-project']);
}

/** How a collection stands. */
export async function collectionState(ctx: DomainContext, loanId: Uuid, id: Uuid): Promise<CollectionState> {
  const [row] = await ctx.db
    .select({ state: collection.state })
    .from(collection)
    .where(and(eq(collection.loanId, loanId), eq(collection.id, id)));
  return row?.state ?? 'failed';
}

/** One try: how it ended, and whether it was for all that is owed of the instalment. */
export type Try = Readonly<{ state: CollectionState; whole: boolean }>;

/** Of an instalment all, or where its product lets it be paid in parts what is there of it; nothing known: all. */
function amountToTry(owed: Money, spendable: Money, terms: OwedTerms): Money {
  return terms.partialPayments && spendable > 0n ? lesser(owed, spendable) : owed;
}

type How = Readonly<{
  /** Asks the bank only when by our books the money is there. */
  ifFunded?: boolean;
  /** Leaves alone what is due and not late. */
  onlyLate?: boolean;
  trigger?: CollectionTrigger;
}>;

/**
 * Begins a try to collect the oldest owed instalment of a locked loan; of one that has been written off, all that is owed.
 * @returns undefined when nothing is owed, a collection is already under way, or the money is not there
 */
export async function beginOldest(
  tx: Transaction,
  ctx: DomainContext,
  loan: Loan,
  { ifFunded = false, onlyLate = false, trigger = 'due' }: How = {},
): Promise<{ id: Uuid; whole: boolean } | undefined> {
  if (loan.projectStatus !== 'REPAYING') return undefined;
  const fallen = await fallenDue(tx, loan.id);
  if (onlyLate && fallen[0]?.overdueOn === null) return undefined;
  const rows = loan.state === 'written-off' ? fallen : fallen.slice(0, 1);
  if (rows.length === 0 || (await isBeingCollected(tx, loan.id))) return undefined;
  const terms = await owedTerms(tx, loan);
  const owed = sum(rows.map((row) => totalOwed(row, terms.penaltyPpmPerDay)));
  const spendable = (await balancesOf(tx, loan.borrowerAccountId))?.spendable ?? ZERO;
  const amount = amountToTry(owed, spendable, terms);
  if (ifFunded && spendable < amount) return undefined;
  const id = await beginInstalments(tx, ctx, loan, { rows, amount, terms, trigger });
  return { id, whole: amount === owed };
}

/** One attempt to collect the oldest owed instalment of a loan by standing authorisation; undefined as `beginOldest`. */
export async function collectInstalment(ctx: DomainContext, loanId: Uuid, how: How = {}): Promise<Try | undefined> {
  const begun = await transaction(ctx, async (tx) => beginOldest(tx, ctx, await lockLoan(tx, loanId), how));
  if (!begun) return undefined;
  ctx.failpoint('collection.begun');
  await sendCollection(ctx, loanId);
  ctx.failpoint('collection.dispatched');
  return { state: await collectionState(ctx, loanId, begun.id), whole: begun.whole };
}
