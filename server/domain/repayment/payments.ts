import { and, desc, eq, sql } from 'drizzle-orm';
import { loan } from '#db/schema/loans.ts';
import { collection, collectionItem } from '#db/schema/repayments.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { fen, type Money } from '#server/primitives/money.ts';
import type { BorrowerActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';

const LATEST = 50;
const total = (part: 'penalty' | 'fee' | 'interest' | 'principal') =>
  sql`coalesce(sum(${collectionItem[part]}), 0)`.mapWith((value: string): Money => fen(BigInt(value)));

/** Every try to take money from the borrower for a loan of his, newest first, with what it was for and how it ended. */
export async function paymentsOfLoan(ctx: DomainContext<BorrowerActor>, { loanId }: { loanId: Uuid }) {
  const { personId } = ctx.actor;
  if (!personId) return [];
  return ctx.db
    .select({
      id: collection.id,
      kind: collection.kind,
      trigger: collection.trigger,
      state: collection.state,
      failure: collection.failure,
      amount: collection.amount,
      createdAt: collection.createdAt,
      endedAt: collection.endedAt,
      penalty: total('penalty'),
      fee: total('fee'),
      interest: total('interest'),
      principal: total('principal'),
    })
    .from(collection)
    .innerJoin(loan, eq(loan.id, collection.loanId))
    .innerJoin(
      collectionItem,
      and(eq(collectionItem.loanId, collection.loanId), eq(collectionItem.collectionId, collection.id)),
    )
    .where(
      and(
        eq(collection.loanId, loanId),
        eq(loan.borrowerPersonId, personId),
        eq(collection.payerAccountId, loan.borrowerAccountId),
      ),
    )
    .groupBy(collection.loanId, collection.id)
    .orderBy(desc(collection.createdAt), desc(collection.id))
    .limit(LATEST);
}
