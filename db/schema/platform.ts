import { sql } from 'drizzle-orm';
import { check, index, pgTable, text } from 'drizzle-orm/pg-core';
import { amount, businessDay, id, instant, word } from '../columns.ts';

export type PlatformOrderKind = 'transfer' | 'top-up' | 'withdrawal';
export type PlatformOrderState =
  | 'proposed'
  | 'approved'
  | 'at-bank'
  | 'succeeded'
  | 'returned'
  | 'failed'
  | 'refused'
  | 'withdrawn';

/**
 * The platform's own money on its way: from one of its accounts to another, in from outside, or out to its card. One
 * member of staff proposes it with a reason and another approves it.
 */
export const platformOrder = pgTable(
  'platform_order',
  {
    id: id().primaryKey(),
    kind: word<PlatformOrderKind>().notNull(),
    /** Null where the money comes from outside. */
    sourceAccountId: id(),
    /** Null where it leaves for the platform's card. */
    targetAccountId: id(),
    amount: amount().notNull(),
    reason: text().notNull(),
    state: word<PlatformOrderState>().notNull(),
    makerId: id().notNull(),
    madeAt: instant().notNull(),
    checkerId: id(),
    checkedAt: instant(),
    /** The last instruction to the bank for it: a page that was left is begun anew. */
    instructionId: id(),
    endedAt: instant(),
    businessDate: businessDay().notNull(),
  },
  (table) => [
    check('platform_order_amount_positive', sql`${table.amount} > 0`),
    check('platform_order_by_two', sql`${table.checkerId} is null or ${table.checkerId} <> ${table.makerId}`),
    check(
      'platform_order_approved_by_somebody',
      sql`${table.state} in ('proposed', 'withdrawn') or ${table.checkerId} is not null`,
    ),
    check(
      'platform_order_from_and_to',
      sql`case ${table.kind}
        when 'transfer' then ${table.sourceAccountId} is not null and ${table.targetAccountId} is not null
          and ${table.sourceAccountId} <> ${table.targetAccountId}
        when 'top-up' then ${table.sourceAccountId} is null and ${table.targetAccountId} is not null
        when 'withdrawal' then ${table.sourceAccountId} is not null and ${table.targetAccountId} is null
        else false end`,
    ),
    index().on(table.state),
    index().on(table.madeAt),
  ],
);
