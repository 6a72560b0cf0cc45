import { asc, desc, eq, ne } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { account } from '#db/schema/accounts.ts';
import { member } from '#db/schema/people.ts';
import { correction, reconciliationBreak, suspenseItem } from '#db/schema/reconciliation.ts';
import { businessDateOf, daysBetween } from '#server/primitives/calendar.ts';
import { fen, type Money } from '#server/primitives/money.ts';
import type { DomainContext } from '../context.ts';
import { CHART } from '../ledger/chart.ts';

const maker = alias(member, 'maker');
const checker = alias(member, 'checker');
const CLEARED_SHOWN = 50;

const select = (ctx: Pick<DomainContext, 'db'>) =>
  ctx.db
    .select({
      item: suspenseItem,
      object: reconciliationBreak.object,
      kind: correction.kind,
      target: account.platformUserNo,
      makerName: maker.displayName,
      checkerName: checker.displayName,
    })
    .from(suspenseItem)
    .innerJoin(correction, eq(correction.id, suspenseItem.correctionId))
    .innerJoin(reconciliationBreak, eq(reconciliationBreak.id, suspenseItem.breakId))
    .leftJoin(account, eq(account.id, suspenseItem.targetAccountId))
    .leftJoin(maker, eq(maker.id, suspenseItem.makerId))
    .leftJoin(checker, eq(checker.id, suspenseItem.checkerId));

export type SuspenseView = Readonly<{
  /** What the suspense account holds by our books; items that are not cleared add up to it. */
  balance: Money;
  open: readonly SuspenseItemView[];
  /** The newest that have been cleared. */
  cleared: readonly SuspenseItemView[];
}>;
type Row = Awaited<ReturnType<typeof select>>[number];
export type SuspenseItemView = Omit<Row, 'item'> &
  Omit<Row['item'], 'amountFen'> &
  Readonly<{ amount: Money; ageDays: number }>;

/** What lies in suspense, the oldest first, with its age in days of business; and what was cleared lately. */
export async function suspense(ctx: Pick<DomainContext, 'db' | 'businessDate'>): Promise<SuspenseView> {
  const view = ({ item: { amountFen, ...item }, ...row }: Row): SuspenseItemView => ({
    ...row,
    ...item,
    amount: fen(amountFen),
    ageDays: daysBetween(businessDateOf(item.openedAt), ctx.businessDate),
  });
  const [held] = await ctx.db
    .select({ available: account.available })
    .from(account)
    .where(eq(account.id, CHART.suspense.id));
  const open = await select(ctx).where(ne(suspenseItem.state, 'cleared')).orderBy(asc(suspenseItem.openedAt));
  const cleared = await select(ctx)
    .where(eq(suspenseItem.state, 'cleared'))
    .orderBy(desc(suspenseItem.checkedAt))
    .limit(CLEARED_SHOWN);
  return { balance: held?.available ?? fen(0n), open: open.map(view), cleared: cleared.map(view) };
}
