import { entry, journal } from '#db/schema/accounts.ts';
import { instruction } from '#db/schema/custody.ts';

/** A line of an account's statement: an entry with its journal and its instruction, which alone may be missing. */
export const statementLine = {
  sequence: entry.sequence,
  kind: journal.kind,
  bucket: entry.bucket,
  amount: entry.amount,
  balanceAfter: entry.balanceAfter,
  businessDate: entry.businessDate,
  occurredAt: entry.occurredAt,
  loanId: journal.loanId,
  /** The serial at the bank. */
  requestNo: instruction.requestNo,
} as const;
