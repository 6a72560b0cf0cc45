import { and, eq, inArray, notExists } from 'drizzle-orm';
import { entry, journal } from '#db/schema/accounts.ts';
import type { Transaction } from '#db/transaction.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { DomainContext } from '../context.ts';
import { postCorrection } from '../ledger/post-correction.ts';
import { type Line, lineOfRow } from './bank-line.ts';
import { entriesOf } from './entries.ts';
import type { Entry, Evidence } from './evidence.ts';
import { legsOfLine, repostOf } from './line-postings.ts';

const lineOf = async (tx: Transaction, { fileRow }: Evidence): Promise<Line | undefined> =>
  fileRow && lineOfRow(tx, fileRow);

/** Whether an instruction succeeded, the bank has the line, and rows of its posting are gone. */
export async function canRestore(tx: Transaction, evidence: Evidence): Promise<boolean> {
  if (evidence.instruction?.state !== 'succeeded' || (evidence.journal && evidence.legs.length >= 2)) return false;
  return (await lineOf(tx, evidence)) !== undefined;
}

/** Entries of the line whose journal row is gone. */
async function orphans(tx: Transaction, line: Line): Promise<Entry[]> {
  const rows = await tx
    .select()
    .from(entry)
    .where(
      and(
        inArray(entry.accountId, [line.source.accountId, line.target.accountId]),
        eq(entry.occurredAt, line.occurredAt),
        notExists(tx.select({ id: journal.id }).from(journal).where(eq(journal.id, entry.journalId))),
      ),
    );
  const first = rows.find((row) => legsOfLine(line).some((leg) => isSame(row, leg)));
  return first ? entriesOf(tx, [first.journalId]) : [];
}

type LegLike = Readonly<{ accountId: Uuid; bucket: string; amount: bigint }>;
const isSame = (left: LegLike, right: LegLike): boolean =>
  left.accountId === right.accountId && left.bucket === right.bucket && left.amount === right.amount;

/**
 * Writes a posting whose rows are gone again, from the bank's row: the journal row, and each leg that is lacking at the
 * number it had. Accounts then hold what their entries add up to.
 * @throws DomainError CONFLICT where nothing is lacking any more
 */
export async function restorePosting(tx: Transaction, ctx: DomainContext, correctionId: Uuid, evidence: Evidence) {
  const { instruction, lineNumber, journal: known } = evidence;
  const line = await lineOf(tx, evidence);
  if (!instruction || !line || !(await canRestore(tx, evidence)))
    throw new DomainError('CONFLICT', 'the posting is no longer what it was');
  const { id: instructionId, loanId, bidId } = instruction;
  const whole = repostOf(correctionId, { instructionId, lineNumber, loanId, bidId }, line);
  const standing = known ? evidence.legs : await orphans(tx, line);
  const journalId = known?.id ?? standing[0]?.journalId;
  if (!journalId) {
    await postCorrection(tx, ctx, [whole]);
    return;
  }
  const lacking = whole.legs.filter((leg) => !standing.some((row) => isSame(row, leg)));
  await postCorrection(tx, ctx, [{ ...whole, journalId, revives: !known, legs: lacking }]);
}
