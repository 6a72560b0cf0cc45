import { and, eq, inArray, sql } from 'drizzle-orm';
import { columnOf } from '#db/arrays.ts';
import { loan } from '#db/schema/loans.ts';
import { dayException } from '#db/schema/operations.ts';
import { product } from '#db/schema/products.ts';
import { instalment } from '#db/schema/repayments.ts';
import { type Transaction, transaction } from '#db/transaction.ts';
import { addDays, isWeekend, type PlainDate } from '#server/primitives/calendar.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { AdminActor } from '../actors.ts';
import { recordAudit } from '../audit.ts';
import type { DomainContext } from '../context.ts';
import { businessDayFrom } from './business-days.ts';
import { readDayExceptions } from './holidays.ts';
import { requireRole } from './rules.ts';

export type DayChange = Readonly<{
  day: PlainDate;
  /** A weekday that is off, a weekend's day that is worked, or the day as its weekday says. */
  kind: 'off' | 'work' | 'usual';
  name: string;
}>;

/** The furthest that a due date is moved. */
const FURTHEST_DAYS = 366;

function requireSense({ day, kind, name }: DayChange, today: PlainDate): void {
  const invalid = (field: string, message: string) => new DomainError('INPUT_INVALID', message, { field });
  if (day <= today) throw invalid('day', 'a day that has begun is as it is');
  if (kind !== 'usual' && (kind === 'work') !== isWeekend(day)) throw invalid('kind', 'the day is that by itself');
  const length = [...name.trim()].length;
  if (kind !== 'usual' && (length < 1 || length > 40)) throw invalid('name', 'a name has 1 to 40 characters');
}

/** Instalments to come whose due date the calendar moves, by where they stand; their loans are locked. */
async function movable(tx: Transaction, day: PlainDate) {
  const near = and(
    eq(product.holidayShift, 'following'),
    eq(instalment.state, 'scheduled'),
    eq(instalment.kind, 'scheduled'),
    sql`${instalment.periodEndsOn} between ${addDays(day, -FURTHEST_DAYS)}::date and ${day}::date`,
    sql`${instalment.dueOn} >= ${instalment.periodEndsOn}`,
  );
  const rows = await tx
    .select({ loanId: instalment.loanId, periodEndsOn: instalment.periodEndsOn, dueOn: instalment.dueOn })
    .from(instalment)
    .innerJoin(loan, eq(loan.id, instalment.loanId))
    .innerJoin(product, eq(product.id, loan.productId))
    .where(and(near, inArray(loan.state, ['repaying', 'overdue'])));
  const ids = [...new Set(rows.map(({ loanId }) => loanId))].sort();
  await tx.execute(sql`select id from ${loan} where id = any (${columnOf('uuid', ids, (id) => id)})
    order by id for update`);
  return {
    ids,
    pairs: new Map(rows.map(({ periodEndsOn, dueOn }) => [`${periodEndsOn} ${dueOn}`, { periodEndsOn, dueOn }])),
  };
}

/** Dates the instalments to come anew. @returns how many have moved */
async function moveDueDates(tx: Transaction, today: PlainDate, day: PlainDate): Promise<number> {
  const { ids, pairs } = await movable(tx, day);
  const exceptions = await readDayExceptions(tx, addDays(today, -FURTHEST_DAYS));
  let moved = 0;
  for (const { periodEndsOn, dueOn } of pairs.values()) {
    const to = businessDayFrom(periodEndsOn, exceptions);
    if (to === dueOn || to <= today) continue;
    const rows = await tx
      .update(instalment)
      .set({ dueOn: to })
      .where(
        and(
          sql`${instalment.loanId} = any (${columnOf('uuid', ids, (id) => id)})`,
          eq(instalment.periodEndsOn, periodEndsOn),
          eq(instalment.dueOn, dueOn),
          eq(instalment.state, 'scheduled'),
          eq(instalment.kind, 'scheduled'),
        ),
      )
      .returning({ number: instalment.number });
    moved += rows.length;
  }
  return moved;
}

/**
 * Says that a day to come is off, or worked, or as its weekday says, and moves what falls due there by products that
 * shift: their interest stays as agreed. Harmless when repeated.
 * @returns how many instalments have moved
 * @throws DomainError FORBIDDEN, INPUT_INVALID (field day: not after today; kind: the day is that by itself; name)
 */
export async function setDay(ctx: DomainContext<AdminActor>, change: DayChange): Promise<{ moved: number }> {
  requireRole(ctx.actor, 'administrator');
  requireSense(change, ctx.businessDate);
  const { day, kind } = change;
  const name = change.name.trim();
  return transaction(ctx, async (tx) => {
    const [was] = await tx.select().from(dayException).where(eq(dayException.day, day));
    if (kind === 'usual') await tx.delete(dayException).where(eq(dayException.day, day));
    else {
      await tx
        .insert(dayException)
        .values({ day, kind, name })
        .onConflictDoUpdate({ target: dayException.day, set: { kind, name } });
    }
    const moved = await moveDueDates(tx, ctx.businessDate, day);
    await recordAudit(tx, ctx, {
      verb: 'set-day',
      objectType: 'day',
      objectId: ctx.newId(),
      fromState: was?.kind ?? 'usual',
      toState: kind,
      details: { day, name, moved },
    });
    return { moved };
  });
}
