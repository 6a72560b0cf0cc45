import { and, eq } from 'drizzle-orm';
import { account } from '#db/schema/accounts.ts';
import { product } from '#db/schema/products.ts';
import type { Transaction } from '#db/transaction.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { DomainContext } from '../context.ts';
import type { Loan } from '../loan/move-loan.ts';
import { beginCollection } from './begin-collection.ts';
import { beginFromReserve } from './begin-from-reserve.ts';
import { compensationOwed } from './compensation-owed.ts';
import { readEarlyLoan } from './early-loan.ts';
import { isBeingCollected } from './instalments.ts';

async function guarantorAccount(tx: Transaction, { guarantorId }: Loan): Promise<Uuid | undefined> {
  if (guarantorId === null) return undefined;
  const [held] = await tx
    .select({ id: account.id })
    .from(account)
    .where(and(eq(account.enterpriseId, guarantorId), eq(account.role, 'GUARANTEECORP'), eq(account.state, 'active')));
  return held?.id;
}

/**
 * Begins what the compensator of a locked loan has to pay today, if anything.
 * @returns the collection's id; undefined when there is nothing to pay, nobody to pay it, or money on its way already
 */
export async function beginCompensation(tx: Transaction, ctx: DomainContext, loan: Loan): Promise<Uuid | undefined> {
  const isOwing = loan.state === 'repaying' || loan.state === 'overdue';
  if (!isOwing || loan.projectStatus !== 'REPAYING' || (await isBeingCollected(tx, loan.id))) return undefined;
  const [sold] = await tx
    .select({ compensator: product.compensator, afterDays: product.compensateAfterDays })
    .from(product)
    .where(eq(product.id, loan.productId));
  if (!sold || sold.compensator === 'none') return undefined;
  const wanted = compensationOwed(await readEarlyLoan(tx, loan), sold.afterDays, ctx.businessDate);
  if (!wanted) return undefined;
  if (sold.compensator === 'reserve') return beginFromReserve(tx, ctx, loan, wanted);
  const payerAccountId = await guarantorAccount(tx, loan);
  if (payerAccountId === undefined) return undefined;
  const how = { kind: 'compensation', trigger: 'rule', authority: 'COMPENSATORY' } as const;
  return beginCollection(tx, ctx, loan, { ...how, ...wanted, payerAccountId });
}
