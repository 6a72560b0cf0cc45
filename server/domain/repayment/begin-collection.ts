import { eq } from 'drizzle-orm';
import { account } from '#db/schema/accounts.ts';
import {
  type CollectionKind,
  type CollectionPlan,
  type CollectionTrigger,
  collection,
  collectionItem,
} from '#db/schema/repayments.ts';
import type { Transaction } from '#db/transaction.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { sum, toDecimalText } from '#server/primitives/money.ts';
import type { DomainContext } from '../context.ts';
import { enqueue } from '../custody/enqueue.ts';
import { newRequestNo } from '../custody/request-no.ts';
import type { Loan } from '../loan/move-loan.ts';
import type { Item } from './allocate.ts';
import { holdInstalments } from './held-instalments.ts';
import { totalOf } from './owed.ts';

export type NewCollection = Readonly<{
  kind: CollectionKind;
  trigger: CollectionTrigger;
  payerAccountId: Uuid;
  /** Which standing authorisation of the payer the freeze is made by. */
  authority: 'REPAYMENT' | 'COMPENSATORY';
  items: readonly Item[];
  plan?: CollectionPlan;
}>;

/**
 * Starts to take money for a locked loan: writes down what each part of it is for, and asks the bank to freeze the
 * whole at the payer. Nothing is reserved here, since the bank alone says whether the money is there.
 * @returns the collection's id
 * @throws DomainError INVALID_TRANSITION when one of its instalments cannot be collected; a database error while
 * another collection of the loan is under way.
 */
export async function beginCollection(
  tx: Transaction,
  ctx: DomainContext,
  loan: Loan,
  wanted: NewCollection,
): Promise<Uuid> {
  const { kind, trigger, payerAccountId, items, plan, authority } = wanted;
  const collectionId = ctx.newId();
  const freezeRequestNo = newRequestNo(ctx);
  const amount = sum(items.map(totalOf));
  await tx.insert(collection).values({
    loanId: loan.id,
    id: collectionId,
    kind,
    payerAccountId,
    amount,
    state: 'freezing',
    trigger,
    plan: plan ?? null,
    freezeRequestNo,
    createdAt: ctx.now(),
  });
  await tx.insert(collectionItem).values(items.map((item) => ({ ...item, loanId: loan.id, collectionId })));
  await holdInstalments(tx, ctx, loan.id, collectionId);
  const [payer] = await tx
    .select({ platformUserNo: account.platformUserNo })
    .from(account)
    .where(eq(account.id, payerAccountId));
  await enqueue(tx, ctx, {
    kind: 'freeze-collection',
    service: 'USER_AUTO_PRE_TRANSACTION',
    channel: 'direct',
    requestNo: freezeRequestNo,
    accountId: payerAccountId,
    loanId: loan.id,
    subject: { collectionId },
    reqData: {
      platformUserNo: payer?.platformUserNo,
      bizType: authority,
      amount: toDecimalText(amount),
      projectNo: loan.projectNo,
    },
  });
  ctx.failpoint('collection.beginning');
  return collectionId;
}
