import { inArray, sql } from 'drizzle-orm';
import type { Executor } from '#db/pool.ts';
import { journal } from '#db/schema/accounts.ts';
import { checkfileRow } from '#db/schema/reconciliation.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { fen, type Money } from '#server/primitives/money.ts';
import { type Line, lineOfRow } from './bank-line.ts';
import { entriesOf } from './entries.ts';
import type { Entry, Journal } from './evidence.ts';
import { isBalanced } from './line-postings.ts';

/** A posting one of whose legs has been changed in place, and how it ought to stand. */
export type Altered = Readonly<{ journal: Journal; legs: readonly Entry[]; line: Line }>;

const MOST = 100;

/** What two of the three say that a posting has of its amount: its journal row and its two legs. */
function majority(journal: Journal, [first, second]: readonly Entry[]): Money | undefined {
  if (!first || !second) return undefined;
  const [taken, given] = [fen(-first.amount), second.amount];
  if (taken === journal.amount || taken === given) return taken;
  return given === journal.amount ? given : undefined;
}

async function bankLineOf(db: Executor, of: Journal): Promise<Line | undefined> {
  const [row] = await db
    .select()
    .from(checkfileRow)
    .where(
      sql`${checkfileRow.file} <> 'COMMISSION' and ${checkfileRow.businessDate} = ${of.businessDate}::date
        and ${checkfileRow.matchKey} in (select i.request_no || suffix from instruction i,
          (values (''), (${`-${of.lineNumber}`})) as of_line (suffix) where i.id = ${of.instructionId})`,
    )
    .limit(1);
  return row && lineOfRow(db, row);
}

/** How a posting with a changed leg ought to stand: as the bank's row has it, else as two of its three amounts say. */
async function lineOf(db: Executor, of: Journal, legs: readonly Entry[]): Promise<Line | undefined> {
  const [source, target] = legs;
  if (!source || !target || legs.length !== 2) return undefined;
  const fromBank = await bankLineOf(db, of);
  if (fromBank) return fromBank;
  const amount = majority(of, legs);
  if (amount === undefined) return undefined;
  return { kind: of.kind, amount, occurredAt: of.occurredAt, source, target };
}

/** A posting with a changed leg; undefined for one that is whole, or of which nobody can say how it was. */
export async function alteredIn(db: Executor, of: Journal): Promise<Altered | undefined> {
  const legs = await entriesOf(db, [of.id]);
  if (legs.length !== 2 || isBalanced(legs)) return undefined;
  const line = await lineOf(db, of, legs);
  return line && { journal: of, legs, line };
}

/** The postings of an account, not replaced by a correction, whose legs do not add up to nothing. */
export async function unbalancedOf(db: Executor, accountId: Uuid): Promise<Journal[]> {
  const rows = await db.execute<{ id: Uuid }>(sql`
    select e.journal_id as id from entry e where e.journal_id in (select journal_id from entry where account_id = ${accountId})
      and not exists (select 1 from journal after where after.replaces_id = e.journal_id)
    group by e.journal_id having sum(e.amount) <> 0 order by e.journal_id limit ${MOST}`);
  if (rows.length === 0) return [];
  return db
    .select()
    .from(journal)
    .where(
      inArray(
        journal.id,
        rows.map(({ id }) => id),
      ),
    );
}
