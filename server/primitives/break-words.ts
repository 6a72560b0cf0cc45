/** The six checks of domain.md section 7, in their order. */
export const CHECK_NAMES = [
  'line-by-line',
  'total-to-total',
  'total-to-detail',
  'in-and-out',
  'summary-and-detail',
  'money-and-information',
] as const;

/** What a break is. */
export const BREAK_KINDS = [
  'missing-here',
  'missing-there',
  'amount',
  'user',
  'status',
  'duplicate',
  'wrong-day',
  'float-not-settled',
  'balance',
  'total',
  'balance-not-entries',
  'claim-not-principal',
  'freeze-without-bid',
  'bid-without-freeze',
  'owed-not-due',
] as const;

/** How a break is put right (domain.md, section 7). */
export const CORRECTION_KINDS = [
  'ask-again',
  'conclude',
  'reverse',
  'rebuild',
  'suspense',
  'file-again',
  'cancel-freeze',
  'fail-bid',
  'freeze-anew',
  'sign-off',
] as const;

/** States by which breaks are looked for. */
export const BREAK_STATES = ['explained', 'proposed', 'approved', 'resolved'] as const;
