import { and, eq, sql } from 'drizzle-orm';
import { type CheckName, type CorrectionKind, reconciliationBreak } from '#db/schema/reconciliation.ts';
import type { Transaction } from '#db/transaction.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';

/**
 * Corrections after which the files of the day keep the difference: it was put right on a later day, or is to stay.
 * Two people have answered for it, and a new run does not open it again while both sides say what they said.
 */
export const LASTING: readonly CorrectionKind[] = ['sign-off', 'cancel-freeze', 'fail-bid', 'freeze-anew'];

/** The breaks of one check of a date that two people have answered for. */
export const answeredFor = (tx: Transaction, date: PlainDate, check: CheckName) =>
  tx
    .select()
    .from(reconciliationBreak)
    .where(
      and(
        ...[eq(reconciliationBreak.businessDate, date), eq(reconciliationBreak.check, check)],
        eq(reconciliationBreak.state, 'resolved'),
        sql`exists (select 1 from correction c where c.break_id = ${reconciliationBreak.id} and c.checker_id is not null
          and c.state in ('approved', 'applied') and c.kind in ${[...LASTING]})`,
      ),
    );
