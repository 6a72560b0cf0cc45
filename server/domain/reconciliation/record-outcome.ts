import { and, eq, inArray, ne } from 'drizzle-orm';
import { checkResult, reconciliationBreak } from '#db/schema/reconciliation.ts';
import type { Transaction } from '#db/transaction.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';
import type { DomainContext } from '../context.ts';
import { answeredFor } from './answered-for.ts';
import type { CheckOutcome } from './check-outcome.ts';
import type { Break } from './compare.ts';
import { writeDayState } from './day-state.ts';
import { breakMachine } from './states.ts';

const ROWS_AT_ONCE = 2_000;

/** A break as it is stored, without what changes over its life. */
const columnsOf = ({ amounts, links, ...found }: Break) => ({
  ...found,
  ourFen: amounts?.ours ?? null,
  theirFen: amounts?.theirs ?? null,
  instructionId: links?.instructionId ?? null,
  journalId: links?.journalId ?? null,
  accountId: links?.accountId ?? null,
  loanId: links?.loanId ?? null,
  bidId: links?.bidId ?? null,
  file: links?.file ?? null,
  rowNumber: links?.rowNumber ?? null,
});

const identity = (found: { kind: string; object: string }): string => `${found.kind}\n${found.object}`;
const whole = (found: Pick<Break, 'kind' | 'object' | 'ours' | 'theirs'>): string =>
  `${identity(found)}\n${found.ours}\n${found.theirs}`;

/** Breaks that a new run no longer finds are resolved; those it finds again keep their id, state and first date. */
async function replaceBreaks(tx: Transaction, ctx: DomainContext, date: PlainDate, outcome: CheckOutcome) {
  const open = and(
    ...[eq(reconciliationBreak.businessDate, date), eq(reconciliationBreak.check, outcome.check)],
    ne(reconciliationBreak.state, 'resolved'),
  );
  const known = new Map((await tx.select().from(reconciliationBreak).where(open)).map((row) => [identity(row), row]));
  const answered = new Set((await answeredFor(tx, date, outcome.check)).map(whole));
  const fresh: (typeof reconciliationBreak.$inferInsert)[] = [];
  for (const found of outcome.breaks) {
    const row = known.get(identity(found));
    if (row) {
      await tx.update(reconciliationBreak).set(columnsOf(found)).where(eq(reconciliationBreak.id, row.id));
      known.delete(identity(found));
      continue;
    }
    if (answered.has(whole(found))) continue;
    const base = { id: ctx.newId(), businessDate: date, check: outcome.check, foundAt: ctx.now() };
    fresh.push({ ...base, ...columnsOf(found), state: breakMachine.found.explain });
  }
  for (let from = 0; from < fresh.length; from += ROWS_AT_ONCE)
    await tx.insert(reconciliationBreak).values(fresh.slice(from, from + ROWS_AT_ONCE));
  const gone = [...known.values()].map((row) => row.id);
  if (gone.length === 0) return;
  await tx
    .update(reconciliationBreak)
    .set({ state: 'resolved', resolvedAt: ctx.now() })
    .where(inArray(reconciliationBreak.id, gone));
}

/** Writes what the checks came to, replacing what an earlier run of the same checks said. Harmless when repeated. */
export async function recordOutcomes(
  tx: Transaction,
  ctx: DomainContext,
  date: PlainDate,
  outcomes: readonly CheckOutcome[],
): Promise<void> {
  for (const outcome of outcomes) {
    const { check, state, left, right, compared } = outcome;
    const values = { state, leftFen: left as bigint, rightFen: right as bigint, compared };
    await tx
      .insert(checkResult)
      .values({ businessDate: date, check, ...values })
      .onConflictDoUpdate({ target: [checkResult.businessDate, checkResult.check], set: values });
    await replaceBreaks(tx, ctx, date, outcome);
  }
  await writeDayState(tx, ctx, date);
}
