import type { ErrorCode } from './errors.ts';
import type { MoneyProblem } from './money.ts';

const CODE_OF: Readonly<Record<MoneyProblem, ErrorCode>> = {
  empty: 'AMOUNT_EMPTY',
  'not-a-number': 'AMOUNT_INVALID',
  'too-many-decimals': 'AMOUNT_TOO_MANY_DECIMALS',
  negative: 'AMOUNT_NOT_POSITIVE',
  zero: 'AMOUNT_NOT_POSITIVE',
  'too-large': 'AMOUNT_TOO_LARGE',
};

/** The code by which an amount that cannot be read is refused: beside the field and by the API alike. */
export const amountErrorOf = (problem: MoneyProblem): ErrorCode => CODE_OF[problem];
