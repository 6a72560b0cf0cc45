import { and, eq, ne, sql } from 'drizzle-orm';
import { arrayOf, columnOf } from '#db/arrays.ts';
import { COPY_NULL, copyInto, copyText } from '#db/copy.ts';
import { reconciliationBreak } from '#db/schema/reconciliation.ts';
import type { Transaction } from '#db/transaction.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { DomainContext } from '../context.ts';
import { answeredFor } from './answered-for.ts';
import type { CheckOutcome } from './check-outcome.ts';
import type { Break } from './compare.ts';
import { breakMachine } from './states.ts';

const ROWS_AT_ONCE = 5_000;

type Row = typeof reconciliationBreak.$inferSelect;

/** A break as it is stored, without what changes over its life, in the order of the table's columns. */
const columnsOf = ({ kind, object, ours, theirs, amounts, cause, links }: Break) => ({
  kind,
  object,
  ours,
  theirs,
  ourFen: amounts?.ours ?? null,
  theirFen: amounts?.theirs ?? null,
  cause,
  instructionId: links?.instructionId ?? null,
  journalId: links?.journalId ?? null,
  accountId: links?.accountId ?? null,
  loanId: links?.loanId ?? null,
  bidId: links?.bidId ?? null,
  file: links?.file ?? null,
  rowNumber: links?.rowNumber ?? null,
});
type Columns = ReturnType<typeof columnsOf>;

const identity = (found: { kind: string; object: string }): string => `${found.kind}\n${found.object}`;
const whole = (found: Pick<Break, 'kind' | 'object' | 'ours' | 'theirs'>): string =>
  `${identity(found)}\n${found.ours}\n${found.theirs}`;
const isAs = (row: Row, columns: Columns): boolean =>
  Object.entries(columns).every(([name, value]) => row[name as keyof Columns] === value);

/** Rows of COPY's text form, a few thousand at a time. */
async function* freshRows(
  ctx: DomainContext,
  date: PlainDate,
  check: CheckOutcome['check'],
  fresh: readonly Columns[],
) {
  const tail = `${breakMachine.found.explain}\t${ctx.now().toISOString()}\t${COPY_NULL}\n`;
  for (let from = 0; from < fresh.length; from += ROWS_AT_ONCE) {
    let rows = '';
    for (const columns of fresh.slice(from, from + ROWS_AT_ONCE)) {
      const cells = Object.values(columns).map((value) => (value === null ? COPY_NULL : copyText(String(value))));
      rows += `${ctx.newId()}\t${date}\t${check}\t${cells.join('\t')}\t${tail}`;
    }
    yield rows;
  }
}

/** What a new run says otherwise of breaks that are known. */
async function rewrite(tx: Transaction, changed: readonly (Columns & { id: Uuid })[]): Promise<void> {
  for (let from = 0; from < changed.length; from += ROWS_AT_ONCE) {
    const rows = changed.slice(from, from + ROWS_AT_ONCE);
    const texts = (pick: (row: Columns) => string | null) => columnOf('text', rows, pick);
    const ids = (pick: (row: Columns & { id: Uuid }) => string | null) => columnOf('uuid', rows, pick);
    const fens = (pick: (row: Columns) => bigint | null) => columnOf('bigint', rows, pick);
    await tx.execute(sql`
      update ${reconciliationBreak} as b set ours = n.ours, theirs = n.theirs, our_fen = n.our_fen,
        their_fen = n.their_fen, cause = n.cause, instruction_id = n.instruction_id, journal_id = n.journal_id,
        account_id = n.account_id, loan_id = n.loan_id, bid_id = n.bid_id, file = n.file, row_number = n.row_number
      from unnest(${ids((row) => row.id)}, ${texts((row) => row.ours)}, ${texts((row) => row.theirs)},
        ${fens((row) => row.ourFen)}, ${fens((row) => row.theirFen)}, ${texts((row) => row.cause)},
        ${ids((row) => row.instructionId)}, ${ids((row) => row.journalId)}, ${ids((row) => row.accountId)},
        ${ids((row) => row.loanId)}, ${ids((row) => row.bidId)}, ${texts((row) => row.file)},
        ${columnOf('integer', rows, (row) => row.rowNumber)})
        as n (id, ours, theirs, our_fen, their_fen, cause, instruction_id, journal_id, account_id, loan_id, bid_id,
          file, row_number)
      where b.id = n.id`);
  }
}

/**
 * Breaks of one check that a new run no longer finds are resolved; those it finds again keep their id, state and first
 * date; what two people have answered for is not opened again. A few statements, however many there are.
 */
export async function replaceBreaks(
  tx: Transaction,
  ctx: DomainContext,
  date: PlainDate,
  { check, breaks }: CheckOutcome,
): Promise<void> {
  const ofCheck = and(eq(reconciliationBreak.businessDate, date), eq(reconciliationBreak.check, check));
  const known = await tx
    .select()
    .from(reconciliationBreak)
    .where(and(ofCheck, ne(reconciliationBreak.state, 'resolved')));
  const open = Map.groupBy(known, identity);
  const answered = new Set((await answeredFor(tx, date, check)).map(whole));
  const fresh: Columns[] = [];
  const changed: (Columns & { id: Uuid })[] = [];
  for (const found of breaks) {
    const columns = columnsOf(found);
    const row = open.get(identity(found))?.shift();
    if (row && !isAs(row, columns)) changed.push({ ...columns, id: row.id });
    if (!row && !answered.has(whole(found))) fresh.push(columns);
  }
  if (fresh.length > 0) await copyInto(tx, reconciliationBreak, freshRows(ctx, date, check, fresh));
  await rewrite(tx, changed);
  const gone = [...open.values()].flat().map(({ id }) => id);
  if (gone.length === 0) return;
  await tx
    .update(reconciliationBreak)
    .set({ state: 'resolved', resolvedAt: ctx.now() })
    .where(sql`${reconciliationBreak.id} = any (${arrayOf('uuid', gone)})`);
}
