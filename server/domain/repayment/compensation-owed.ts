import type { CollectionPlan } from '#db/schema/repayments.ts';
import { addDays, type PlainDate } from '#server/primitives/calendar.ts';
import { accelerationItems, compensationItem, isRunOfCompensations } from './acceleration.ts';
import type { Item } from './allocate.ts';
import type { EarlyLoan } from './early-loan.ts';

export type WantedCompensation = Readonly<{ items: readonly Item[]; plan?: CollectionPlan }>;

/**
 * What a compensator has to pay of a loan on a day: the oldest instalment that is so many days past its due date, its
 * unpaid principal and interest without the penalty; when none is left and enough were paid one after the other, all
 * that remains. Undefined when it is nothing.
 * @param afterDays the product's days between the due date and the compensation
 */
export function compensationOwed(
  { terms, rows, nextNumber }: Pick<EarlyLoan, 'terms' | 'rows' | 'nextNumber'>,
  afterDays: number,
  on: PlainDate,
): WantedCompensation | undefined {
  for (const row of rows) {
    if (row.state !== 'overdue' || addDays(row.dueOn, afterDays) > on) continue;
    const item = compensationItem(row, terms);
    if (item) return { items: [item] };
  }
  if (!isRunOfCompensations(rows)) return undefined;
  const items = accelerationItems(terms, rows, on, nextNumber);
  return items.length > 0 ? { items, plan: { on } } : undefined;
}
