import { sql } from 'drizzle-orm';
import { transaction } from '#db/transaction.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';
import type { SystemActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import { adoptFiled } from './adopt-filed.ts';
import { concludeFiled } from './ask-about-rest.ts';
import type { CheckOutcome } from './check-outcome.ts';
import { compareCommissions } from './commission-lines.ts';
import { MANY_LINES } from './fetch-files.ts';
import { followFiled } from './follow-filed.ts';
import { compareLines } from './line-by-line.ts';
import { lockDay } from './lock-day.ts';
import { recordOutcomes } from './record-outcome.ts';

type Ctx = DomainContext<SystemActor>;

/** The fee lines are compared twice, once in each file; a line that differs in both is one break. */
function joined(lines: CheckOutcome, commissions: CheckOutcome['breaks']): CheckOutcome {
  const known = new Set(lines.breaks.map((found) => found.object));
  const breaks = [...lines.breaks, ...commissions.filter((found) => !known.has(found.object))];
  return { ...lines, breaks, state: breaks.length === 0 ? 'green' : 'red' };
}

/** Check 1 on the staged files, after what they conclude has been concluded. Harmless when repeated. */
export async function reconcileLines(ctx: Ctx, date: PlainDate): Promise<CheckOutcome> {
  await adoptFiled(ctx, date);
  await concludeFiled(ctx, date);
  await followFiled(ctx, date);
  return transaction(
    ctx,
    async (tx) => {
      await lockDay(tx, date);
      // A day's lines are joined in memory: what the server grants by default sends them through its disk.
      await tx.execute(sql`set local work_mem = '256MB'`);
      const outcome = joined(await compareLines(tx, date), await compareCommissions(tx, date));
      await recordOutcomes(tx, ctx, date, [outcome]);
      return outcome;
    },
    MANY_LINES,
  );
}
