import { and, eq } from 'drizzle-orm';
import { collectionItem } from '#db/schema/repayments.ts';
import type { Transaction } from '#db/transaction.ts';
import { businessDateOf } from '#server/primitives/calendar.ts';
import { plus } from '#server/primitives/money.ts';
import type { RatePpm } from '#server/primitives/rate.ts';
import type { DomainContext } from '../context.ts';
import type { Loan } from '../loan/move-loan.ts';
import type { Collection } from './collections.ts';
import { arrowBack, instalmentsFor } from './held-instalments.ts';
import { type Instalment, moveInstalment } from './instalments.ts';
import { penaltyOf, totalOwed } from './owed.ts';

type ItemRow = typeof collectionItem.$inferSelect;

/** What one item of a paid collection changes in its instalment. */
function credited(row: Instalment, item: ItemRow, pay: Collection): Partial<Instalment> {
  if (item.beneficiary === 'compensator') {
    return {
      principalRecovered: plus(row.principalRecovered, item.principal),
      interestRecovered: plus(row.interestRecovered, item.interest),
      penaltyRecovered: plus(row.penaltyRecovered, item.penalty),
    };
  }
  if (item.beneficiary === 'platform') return { feePaid: plus(row.feePaid, item.fee) };
  if (pay.kind === 'compensation') {
    return {
      principalCompensated: plus(row.principalCompensated, item.principal),
      interestCompensated: plus(row.interestCompensated, item.interest),
    };
  }
  return {
    principalPaid: plus(row.principalPaid, item.principal),
    interestPaid: plus(row.interestPaid, item.interest),
    feePaid: plus(row.feePaid, item.fee),
    penaltyPaid: plus(row.penaltyPaid, item.penalty),
  };
}

/**
 * Credits a paid collection to its instalments: one that owes nothing any more is paid (or recovered, where somebody
 * else had paid the investors), any other is as late as it was, and owes less. One that is paid in the borrower's place is
 * compensated: he owes it to the payer from now on.
 */
export async function payItems(
  tx: Transaction,
  ctx: DomainContext,
  loan: Loan,
  pay: Collection,
  penaltyPpmPerDay: RatePpm,
  at: Date,
): Promise<void> {
  const items = await tx
    .select()
    .from(collectionItem)
    .where(and(eq(collectionItem.loanId, pay.loanId), eq(collectionItem.collectionId, pay.id)));
  const end = { paidAt: at, paidOn: businessDateOf(at) };
  for (const row of await instalmentsFor(tx, pay.loanId, pay.id)) {
    let after = row;
    for (const item of items.filter(({ instalmentNumber }) => instalmentNumber === row.number)) {
      after = { ...after, ...credited(after, item, pay) };
    }
    const { number: _number, loanId: _loanId, state: _state, ...amounts } = after;
    if (pay.kind === 'compensation') {
      const compensated = { compensatedOn: end.paidOn, compensatorAccountId: pay.payerAccountId };
      const penaltyAtCompensation = penaltyOf(row, penaltyPpmPerDay);
      await moveInstalment(tx, ctx, row, 'compensated', { ...amounts, ...compensated, penaltyAtCompensation });
      continue;
    }
    const settled = totalOwed(after, penaltyPpmPerDay) === 0n;
    if (!settled) await moveInstalment(tx, ctx, row, arrowBack(loan, row), { ...amounts, collectionId: null });
    else if (row.compensatedOn) await moveInstalment(tx, ctx, row, 'recovered', { ...amounts, ...end });
    else await moveInstalment(tx, ctx, row, 'paid', { ...amounts, ...end });
  }
}
