import type { Bucket, JournalKind } from '#db/schema/accounts.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { type Money, minus } from '#server/primitives/money.ts';
import { CHART } from '../ledger/chart.ts';
import type { Leg, Posting } from '../ledger/post.ts';
import type { Withdrawal } from './move-withdrawal.ts';

const leg = (accountId: Uuid, bucket: Bucket): Leg => ({ accountId, bucket });

type Line = Readonly<{ lineNumber: number; kind: JournalKind; amount: Money; source: Leg; target: Leg }>;

/** The lines of a withdrawal under its instruction, those of nothing left out. */
const linesOf = ({ instructionId }: Withdrawal, occurredAt: Date, lines: readonly Line[]): Posting[] =>
  lines.filter(({ amount }) => amount > 0n).map((line) => ({ ...line, instructionId, occurredAt }));

/** The bank holds it: available → withdrawing. */
export const heldLines = (row: Withdrawal, at: Date): Posting[] => {
  const [source, target] = [leg(row.accountId, 'available'), leg(row.accountId, 'withdrawing')];
  return linesOf(row, at, [{ lineNumber: 1, kind: 'WITHDRAWAL', amount: row.amount, source, target }]);
};

/** The card has it: withdrawing → cards, and the fee → own funds. */
export const paidLines = (row: Withdrawal, at: Date): Posting[] => {
  const source = leg(row.accountId, 'withdrawing');
  const paid = { lineNumber: 2, kind: 'WITHDRAWAL_PAID', amount: minus(row.amount, row.fee), source } as const;
  const fee = { lineNumber: 3, kind: 'WITHDRAWAL_FEE', amount: row.fee, source } as const;
  return linesOf(row, at, [
    { ...paid, target: leg(CHART.cards.id, 'available') },
    { ...fee, target: leg(CHART.income.id, 'available') },
  ]);
};

/** It never left, by cancellation: withdrawing → available. */
export const cancelledLines = (row: Withdrawal, at: Date): Posting[] => {
  const [source, target] = [leg(row.accountId, 'withdrawing'), leg(row.accountId, 'available')];
  return linesOf(row, at, [{ lineNumber: 4, kind: 'WITHDRAWAL_CANCELLED', amount: row.amount, source, target }]);
};

/**
 * The bank has brought it back with its fee: withdrawing → available; or cards → available and own funds → available
 * where it had been paid.
 */
export const returnedLines = (row: Withdrawal, at: Date): Posting[] => {
  const target = leg(row.accountId, 'available');
  const line = { kind: 'WITHDRAWAL_RETURNED', target } as const;
  if (row.state !== 'succeeded')
    return linesOf(row, at, [
      { ...line, lineNumber: 4, amount: row.amount, source: leg(row.accountId, 'withdrawing') },
    ]);
  return linesOf(row, at, [
    { ...line, lineNumber: 4, amount: minus(row.amount, row.fee), source: leg(CHART.cards.id, 'available') },
    { ...line, lineNumber: 5, amount: row.fee, source: leg(CHART.income.id, 'available') },
  ]);
};
