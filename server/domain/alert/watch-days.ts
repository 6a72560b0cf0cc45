import { sql } from 'drizzle-orm';
import { addDays, type PlainDate } from '#server/primitives/calendar.ts';
import type { SystemActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import { plannedUntil } from '../day-end/step.ts';
import { DAY_STEPS } from '../day-end/steps.ts';
import type { Found } from './found.ts';

type Ctx = DomainContext<SystemActor>;
type DayCount = { date: PlainDate; count: number };

/** The breaks of a day at the desk. */
const breaksOf = (date: PlainDate): string => `/admin/breaks?date=${date}`;

const perDay = (rows: readonly DayCount[], name: string, pathOf = breaksOf): Found[] =>
  rows.map(({ date, count }) => ({
    object: date,
    path: pathOf(date),
    businessDate: date,
    details: { [name]: count },
  }));

/** Days whose reconciliation is red. */
export async function findRedDays({ db }: Ctx): Promise<Found[]> {
  const rows = await db.execute<DayCount>(sql`
    select r.business_date::text as date, count(b.id)::int as count from reconciliation r
      left join reconciliation_break b on b.business_date = r.business_date and b.state <> 'resolved'
    where r.state = 'red' group by r.business_date order by r.business_date`);
  return perDay(rows, 'breaks');
}

/**
 * Days of which a step is not done by the end of its window, with the first such step. What waits because a day is red
 * is told of by that day.
 */
export async function findStuckDays(ctx: Ctx): Promise<Found[]> {
  const rows = await ctx.db.execute<{ date: PlainDate; step: string; error: string | null }>(sql`
    select business_date::text as date, step, error from day_step
    where state <> 'done' and business_date <= ${ctx.businessDate}::date
      and not (step in ('payouts', 'confirm-files', 'certificate') and exists (select 1 from reconciliation r
        where r.business_date <= day_step.business_date and r.state = 'red'))
    order by business_date, position`);
  const found = new Map<PlainDate, Found>();
  for (const { date, step } of rows) {
    const known = DAY_STEPS.find(({ name }) => name === step);
    if (!known || found.has(date) || plannedUntil(known, date) > ctx.now()) continue;
    found.set(date, { object: date, path: `/admin/day-end/${date}`, businessDate: date, details: { step } });
  }
  return [...found.values()];
}

/** How long a break may lie unresolved, in days of business, before it nags. */
const BREAK_DAYS = 2;

/** Days with breaks that nobody has resolved for too long. */
export async function findAgingBreaks({ db, businessDate }: Ctx): Promise<Found[]> {
  const since = addDays(businessDate, -BREAK_DAYS);
  const rows = await db.execute<DayCount>(sql`
    select business_date::text as date, count(*)::int as count from reconciliation_break
    where state <> 'resolved' and (found_at at time zone 'Asia/Shanghai')::date <= ${since}::date
    group by business_date order by business_date`);
  return perDay(rows, 'breaks');
}

/** Red days whose payouts wait, and which two people have not let go. */
export async function findHeldPayouts({ db }: Ctx): Promise<Found[]> {
  const rows = await db.execute<DayCount>(sql`
    select r.business_date::text as date, count(w.id)::int as count from reconciliation r
      join withdrawal w on w.held_on = r.business_date and w.state = 'held'
    where r.state = 'red' and not exists (select 1 from day_release d
      where d.business_date = r.business_date and d.state = 'released')
    group by r.business_date order by r.business_date`);
  return perDay(rows, 'payouts', () => '/admin/payouts');
}
