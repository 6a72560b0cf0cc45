import type { Cause } from '../../domain/reconciliation/compare.ts';
import type { BookLine } from './book-lines.ts';
import type { Expected } from './planting.ts';

const OUTSIDE = ['CHANNELS', 'CARDS'];

/** Check 1: the line itself. */
export const lineBreak = (object: string, kinds: Expected['kinds'], causes: readonly Cause[]): Expected => ({
  check: 'line-by-line',
  kinds,
  object,
  causes,
});

/** Check 5: the account's row and its entries do not agree. */
export const storedBreak = (userNo: string, causes: readonly Cause[]): Expected => ({
  check: 'summary-and-detail',
  kinds: ['balance-not-entries'],
  object: userNo,
  causes,
});

/** Check 4: the legs of a posting are not one amount. */
export const unbalancedBreak = (journalId: string): Expected => ({
  check: 'in-and-out',
  kinds: ['total'],
  object: journalId,
  causes: ['row-changed-here'],
});

/** Check 6: what a member holds by our entries is not what the bank says. */
export const balanceBreak = (userNo: string, causes: readonly Cause[]): Expected => ({
  check: 'money-and-information',
  kinds: ['balance'],
  object: userNo,
  causes,
});

/** Check 6: a freeze that one side does not have, or not so. */
export const freezeBreak = (object: string, kinds: Expected['kinds'], causes: readonly Cause[]): Expected => ({
  check: 'money-and-information',
  kinds,
  object,
  causes,
});

/** What follows where a line is not posted as the bank has it: balances of its members, and the recharges in all. */
export function followsOf({ kind, source, target }: BookLine): Expected[] {
  const members = [source, target].filter((userNo) => !OUTSIDE.includes(userNo));
  const balances = members.map((userNo) => balanceBreak(userNo, ['follows-from-lines', 'follows-from-entries']));
  if (kind !== 'RECHARGE') return balances;
  const object = 'CHANNEL YEEPAY';
  return [...balances, { check: 'total-to-total', kinds: ['total'], object, causes: ['follows-from-lines'] }];
}
