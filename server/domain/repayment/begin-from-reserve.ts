import { collection, collectionItem } from '#db/schema/repayments.ts';
import type { Transaction } from '#db/transaction.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { sum } from '#server/primitives/money.ts';
import type { DomainContext } from '../context.ts';
import { CHART } from '../ledger/chart.ts';
import type { Loan } from '../loan/move-loan.ts';
import { moveCollection } from './collections.ts';
import type { WantedCompensation } from './compensation-owed.ts';
import { holdInstalments } from './held-instalments.ts';
import { totalOf } from './owed.ts';
import { planDistribution } from './plan-distribution.ts';
import { lockReserveMeans } from './reserve-means.ts';
import { sendDistribution } from './send-distribution.ts';

/** Why a try has ended when the risk reserve does not hold what it was to pay. */
export const RESERVE_TOO_SMALL = 'RESERVE_TOO_SMALL';

/**
 * Pays a compensation of a locked loan out of the risk reserve: all of it or nothing. The bank freezes nothing on the
 * platform's own accounts, so the trades go out at once; a reserve that is too small leaves a try that has failed.
 * @returns the collection's id
 */
export async function beginFromReserve(
  tx: Transaction,
  ctx: DomainContext,
  loan: Loan,
  { items, plan }: WantedCompensation,
): Promise<Uuid> {
  const id = ctx.newId();
  const amount = sum(items.map(totalOf));
  const [opened] = await tx
    .insert(collection)
    .values({
      loanId: loan.id,
      id,
      kind: 'compensation',
      payerAccountId: CHART.compensation.id,
      amount,
      state: 'freezing',
      trigger: 'rule',
      plan: plan ?? null,
      createdAt: ctx.now(),
    })
    .returning();
  if (!opened) throw new Error('a collection has vanished');
  await tx.insert(collectionItem).values(items.map((item) => ({ ...item, loanId: loan.id, collectionId: id })));
  if ((await lockReserveMeans(tx)) < amount) {
    await moveCollection(tx, ctx, opened, 'refused', { failure: RESERVE_TOO_SMALL, endedAt: ctx.now() });
    return id;
  }
  await holdInstalments(tx, ctx, loan.id, id);
  const paying = await moveCollection(tx, ctx, await moveCollection(tx, ctx, opened, 'frozen'), 'distribute');
  await planDistribution(tx, loan, paying);
  await sendDistribution(tx, ctx, loan, paying);
  ctx.failpoint('collection.beginning');
  return id;
}
