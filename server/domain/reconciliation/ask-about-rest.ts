import { and, asc, eq, inArray, isNotNull, lte, sql } from 'drizzle-orm';
import { instruction } from '#db/schema/custody.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';
import type { SystemActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import { dispatchMany } from '../custody/dispatch-many.ts';

const UNDECIDED = ['sent', 'unknown', 'accepted'] as const;

/**
 * Asks the bank about every instruction that stands in the staged files of a date and has no end here: its answer was
 * lost, and the bank's record concludes it before the lines are compared. @returns how many
 */
export async function concludeFiled(ctx: DomainContext<SystemActor>, date: PlainDate): Promise<number> {
  const rows = await ctx.db
    .select({ id: instruction.id })
    .from(instruction)
    .where(
      and(
        inArray(instruction.state, [...UNDECIDED]),
        sql`${instruction.requestNo} in (select c.request_no from checkfile_row c where c.business_date = ${date}::date)`,
      ),
    )
    .orderBy(asc(instruction.id));
  await dispatchMany(
    ctx,
    rows.map(({ id }) => id),
  );
  return rows.length;
}

/** What was said up to a date and the bank has not answered. */
export const unansweredUpTo = (date: PlainDate) =>
  and(
    ...[inArray(instruction.state, [...UNDECIDED]), eq(instruction.channel, 'direct')],
    ...[lte(instruction.businessDate, date), isNotNull(instruction.sentAt)],
  );

/** Asks once more about everything said up to a date that the bank has not answered: the day closes. @returns how many */
export async function askAboutRest(ctx: DomainContext<SystemActor>, date: PlainDate): Promise<number> {
  const rows = await ctx.db
    .select({ id: instruction.id })
    .from(instruction)
    .where(unansweredUpTo(date))
    .orderBy(asc(instruction.id));
  await dispatchMany(
    ctx,
    rows.map(({ id }) => id),
  );
  return rows.length;
}
