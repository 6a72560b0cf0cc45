import { and, asc, eq, sql } from 'drizzle-orm';
import { collectionItem, instalment } from '#db/schema/repayments.ts';
import type { Transaction } from '#db/transaction.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { DomainContext } from '../context.ts';
import type { Loan } from '../loan/move-loan.ts';
import type { Collection } from './collections.ts';
import { type Instalment, moveInstalment } from './instalments.ts';
import type { InstalmentEvent } from './states.ts';

/** The instalments that a collection of a locked loan is for, in their order; those that it will make are not there. */
export function instalmentsFor(tx: Transaction, loanId: Uuid, collectionId: Uuid): Promise<Instalment[]> {
  return tx
    .select()
    .from(instalment)
    .where(
      and(
        eq(instalment.loanId, loanId),
        sql`exists (select 1 from ${collectionItem} item where item.loan_id = ${instalment.loanId}
          and item.collection_id = ${collectionId}::uuid and item.instalment_number = ${instalment.number})`,
      ),
    )
    .orderBy(asc(instalment.number));
}

/** Holds the instalments of a collection that begins: they are `collecting` until it has ended. */
export async function holdInstalments(
  tx: Transaction,
  ctx: DomainContext,
  loanId: Uuid,
  collectionId: Uuid,
): Promise<void> {
  for (const row of await instalmentsFor(tx, loanId, collectionId)) {
    await moveInstalment(tx, ctx, row, 'collect', { collectionId });
  }
}

/** The arrow back for an instalment that a collection has not, or not wholly, paid: it is as late as it was. */
export function arrowBack(
  { state }: Pick<Loan, 'state'>,
  row: Pick<Instalment, 'compensatedOn' | 'overdueOn'>,
): InstalmentEvent {
  if (state === 'written-off') return 'stay-written-off';
  if (row.compensatedOn) return 'stay-compensated';
  return row.overdueOn ? 'stay-overdue' : 'stay-due';
}

/** After a collection has failed, its instalments are as late as they were before. */
export async function returnInstalments(
  tx: Transaction,
  ctx: DomainContext,
  loan: Loan,
  failed: Collection,
): Promise<void> {
  for (const row of await instalmentsFor(tx, failed.loanId, failed.id)) {
    await moveInstalment(tx, ctx, row, arrowBack(loan, row), { collectionId: null });
  }
}
