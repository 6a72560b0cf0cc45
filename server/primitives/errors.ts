/** Everything the product refuses for a reason it can name. The pages have a sentence for each in both languages. */
export const ERROR_CODES = [
  'AMOUNT_EMPTY',
  'AMOUNT_INVALID',
  'AMOUNT_NOT_POSITIVE',
  'AMOUNT_TOO_MANY_DECIMALS',
  'AMOUNT_TOO_LARGE',
  'AMOUNT_BELOW_MINIMUM',
  'AMOUNT_OFF_STEP',
  'AMOUNT_OVER_REMAINING',
  'AMOUNT_LEAVES_TOO_LITTLE',
  'AMOUNT_OVER_BALANCE',
  'AMOUNT_OVER_CAP',
  'AMOUNT_OVER_OWED',
  'AMOUNT_OVER_AUTHORISATION',
  'AMOUNT_OVER_WITHDRAWABLE',
  'ACCOUNT_NOT_OPEN',
  'ACCOUNT_ALREADY_OPEN',
  'AUTHORISATION_MISSING',
  'BANK_REFUSED',
  'BANK_UNREACHABLE',
  'BORROWING_CAP_EXCEEDED',
  'CASH_AT_BANK_ONLY',
  'CLEARING_AGAINST_BANK',
  'CONFLICT',
  'CORRECTION_DOES_NOT_FIT',
  'FILE_NOT_ACCEPTED',
  'FILE_TOO_LARGE',
  'FORBIDDEN',
  'GUARANTOR_OF_LOAN',
  'GUARANTOR_LIMIT_EXCEEDED',
  'GUARANTOR_NOT_ACTIVE',
  'INPUT_INVALID',
  'INVALID_TRANSITION',
  'LOAN_NOT_OPEN',
  'LOAN_SETTLING',
  'NOTHING_DUE',
  'NOT_FOUND',
  'OWN_LOAN',
  'PARTIAL_PAYMENT_REFUSED',
  'PREPAYMENT_NOT_ALLOWED',
  'PREPAYMENT_TOO_LARGE',
  'QUOTE_CHANGED',
  'REQUEST_ID_REUSED',
  'SAME_PERSON',
  'SIGN_IN_FAILED',
  'TOO_MANY_ATTEMPTS',
  'TOTAL_BORROWING_CAP_EXCEEDED',
  'UNAUTHENTICATED',
  'WITHDRAWAL_UNDER_WAY',
  'WRITE_OFF_TOO_EARLY',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];
export type ErrorDetails = Readonly<Record<string, string | number | boolean | null>>;

/** The one error class of the domain: a code for programs, a message for logs, details for the page's sentence. */
export class DomainError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message);
    this.name = 'DomainError';
    this.code = code;
    this.details = details;
  }
}
