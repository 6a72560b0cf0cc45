import type { Transaction } from '#db/transaction.ts';
import { businessDateOf } from '#server/primitives/calendar.ts';
import { DomainError } from '#server/primitives/errors.ts';
import { toDecimalText } from '#server/primitives/money.ts';
import { type CorrectingPosting, postCorrection } from '../ledger/post-correction.ts';
import { type Line, lineOfRow } from './bank-line.ts';
import type { Entry, Evidence, Journal } from './evidence.ts';
import { isBalanced, repostOf, residuals, reversalOf } from './line-postings.ts';
import type { FoundBreak, Remedy } from './remedy.ts';

/** How the line ought to stand: as the bank has it, or not at all. Undefined where our posting is not to be reversed. */
type Right = { line: Line | undefined } | undefined;

const stands = (posted: Journal, legs: readonly Entry[], line: Line): boolean =>
  posted.amount === line.amount &&
  posted.businessDate === businessDateOf(line.occurredAt) &&
  residuals(legs, line).length === 0;

/** Without a row of the bank only what did not succeed is wrong, or what was posted a second time. */
async function rightLine(tx: Transaction, found: FoundBreak, evidence: Evidence): Promise<Right> {
  const { fileRow, journal, legs, instruction } = evidence;
  if (!journal || !isBalanced(legs)) return undefined;
  if (found.kind === 'duplicate' || found.cause === 'posted-twice') return { line: undefined };
  if (!fileRow) return instruction?.state === 'succeeded' ? undefined : { line: undefined };
  const line = await lineOfRow(tx, fileRow);
  return line && !stands(journal, legs, line) ? { line } : undefined;
}

/**
 * A posting that never happened, or happened otherwise: its legs are taken back on their own days, and where the bank
 * has the line it is posted again as the bank has it. What was wrong stays, and no longer counts.
 */
export const reversePosting: Remedy = {
  prepare: async (tx, found, evidence) => {
    const { journal, fileRow } = evidence;
    const right = await rightLine(tx, found, evidence);
    if (!journal || !right) return undefined;
    return {
      journalId: journal.id,
      kind: journal.kind,
      amount: toDecimalText(journal.amount),
      rightAmount: right.line ? toDecimalText(right.line.amount) : null,
      rightSource: right.line ? (fileRow?.sourceUserNo ?? null) : null,
      rightTarget: right.line ? (fileRow?.targetUserNo ?? null) : null,
    };
  },
  act: async (tx, ctx, { correction, found, evidence }) => {
    const { journal, legs } = evidence;
    const right = await rightLine(tx, found, evidence);
    if (!journal || !right || journal.id !== correction.details.journalId)
      throw new DomainError('CONFLICT', 'the posting is no longer what it was');
    const postings: CorrectingPosting[] = [reversalOf(correction.id, journal, legs)];
    if (right.line) postings.push(repostOf(correction.id, journal, right.line));
    await postCorrection(tx, ctx, postings);
    return undefined;
  },
};
