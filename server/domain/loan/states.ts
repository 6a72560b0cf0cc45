import type { LoanState } from '#db/schema/loans.ts';
import type { Machine } from '#server/primitives/state-machine.ts';

export type LoanEvent =
  | 'submit'
  | 'withdraw'
  | 'review'
  | 'return'
  | 'reject'
  | 'offer'
  | 'accept'
  | 'decline'
  | 'register'
  | 'registered'
  | 'refused'
  | 'open'
  | 'close'
  | 'fill'
  | 'fail'
  | 'give-up'
  | 'released'
  | 'settle'
  | 'settled'
  | 'miss'
  | 'cure'
  | 'repay'
  | 'write-off';

/**
 * The life of a loan. `full` means that everything is frozen at the bank; `settling` is left only
 * forward, unless the bank gives the project up before any of its money has passed.
 */
export const loanMachine = {
  draft: { submit: 'submitted', withdraw: 'withdrawn' },
  submitted: { review: 'reviewing', withdraw: 'withdrawn' },
  reviewing: { return: 'returned', reject: 'rejected', offer: 'offered', withdraw: 'withdrawn' },
  returned: { submit: 'submitted', withdraw: 'withdrawn' },
  rejected: {},
  offered: { accept: 'approved', decline: 'declined', withdraw: 'withdrawn' },
  approved: { register: 'registering', withdraw: 'withdrawn' },
  declined: {},
  withdrawn: {},
  registering: { registered: 'scheduled', refused: 'approved' },
  scheduled: { open: 'open', fail: 'failing', 'give-up': 'failing' },
  open: { fill: 'full', close: 'closing', fail: 'failing', 'give-up': 'failing' },
  closing: { fill: 'full', fail: 'failing', 'give-up': 'failing' },
  full: { settle: 'settling', 'give-up': 'failing' },
  failing: { released: 'failed' },
  failed: {},
  settling: { settled: 'repaying', 'give-up': 'failing' },
  repaying: { miss: 'overdue', repay: 'repaid', 'write-off': 'written-off' },
  overdue: { cure: 'repaying', repay: 'repaid', 'write-off': 'written-off' },
  repaid: {},
  'written-off': {},
} as const satisfies Machine<LoanState, LoanEvent>;

/** Applications and listings that count against the borrower's cap although nothing has been paid out yet. */
export const PENDING_LOAN_STATES: readonly LoanState[] = [
  'draft',
  'submitted',
  'reviewing',
  'returned',
  'offered',
  'approved',
  'registering',
  'scheduled',
  'open',
  'closing',
  'full',
  'settling',
];
