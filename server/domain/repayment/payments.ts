import { and, desc, eq, gte, ne, or, sql } from 'drizzle-orm';
import { loan } from '#db/schema/loans.ts';
import { collection, collectionItem } from '#db/schema/repayments.ts';
import { addDays, instantAt } from '#server/primitives/calendar.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { fen, type Money } from '#server/primitives/money.ts';
import type { BorrowerActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';

/** Tries in vain are shown for so many days, payments for ever. */
const TRIES_DAYS = 30;
const total = (part: 'penalty' | 'fee' | 'interest' | 'principal') =>
  sql`coalesce(sum(${collectionItem[part]}), 0)`.mapWith((value: string): Money => fen(BigInt(value)));

/**
 * What was taken from the borrower for a loan of his, and the tries in vain of the last 30 days, newest first, with what
 * each was for and how it ended.
 */
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
        or(
          ne(collection.state, 'failed'),
          gte(collection.createdAt, instantAt(addDays(ctx.businessDate, -TRIES_DAYS))),
        ),
      ),
    )
    .groupBy(collection.loanId, collection.id)
    .orderBy(desc(collection.createdAt), desc(collection.id));
}
