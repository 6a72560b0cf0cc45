import { sql } from 'drizzle-orm';
import { addDays } from '#server/primitives/calendar.ts';
import { type Money, toDecimalText } from '#server/primitives/money.ts';
import type { SystemActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import { CHART } from '../ledger/chart.ts';
import type { Found } from './found.ts';

type Ctx = DomainContext<SystemActor>;

/** Money in suspense nags from this many days of business on. */
const SUSPENSE_DAYS = 1;

/** Money that has lain in suspense for too long. */
export async function findAgingSuspense({ db, businessDate }: Ctx): Promise<Found[]> {
  const since = addDays(businessDate, -SUSPENSE_DAYS);
  const [row] = await db.execute<{ count: number; days: number }>(sql`
    select count(*)::int as count,
      (${businessDate}::date - min((opened_at at time zone 'Asia/Shanghai')::date))::int as days
    from suspense_item where state <> 'cleared' and (opened_at at time zone 'Asia/Shanghai')::date <= ${since}::date`);
  if (!row || row.count === 0) return [];
  return [{ object: 'suspense', path: '/admin/suspense', details: { items: row.count, days: row.days } }];
}

/** Below this the advance account may not last for a morning of same-day withdrawals: ¥5,000. */
const ADVANCE_LEAST = 500_000n as Money;

/**
 * The advance account holds too little for same-day withdrawals. Only where it has ever been used: a platform without
 * same-day withdrawals need not fill it. In joint mode the bank lends what it lacks.
 */
export async function findLowAdvance({ db, custody }: Ctx): Promise<Found[]> {
  if (custody.mode === 'joint') return [];
  const [row] = await db.execute<{ low: boolean }>(sql`
    select entry_count > 0 and available < ${ADVANCE_LEAST.toString()}::bigint as low from account
    where id = ${CHART.advance.id}`);
  if (!row?.low) return [];
  const { platformUserNo } = CHART.advance;
  return [
    {
      object: platformUserNo,
      path: '/admin/platform-accounts',
      details: { account: platformUserNo, least: toDecimalText(ADVANCE_LEAST) },
    },
  ];
}
