import type { Conclude } from '../custody/conclude.ts';
import { subjectLoanId } from './instruction-loan.ts';
import { lockLoan, moveLoan } from './move-loan.ts';
import { openLoan } from './open-loan.ts';

/** ESTABLISH_PROJECT: the loan is scheduled, and open at once when its hour has come; refused, it waits as approved. */
export const concludeRegistration: Conclude = async (tx, ctx, instruction, outcome) => {
  const loan = await lockLoan(tx, subjectLoanId(instruction));
  if (outcome.kind === 'failed') {
    const { errorCode, errorMessage } = outcome;
    await moveLoan(tx, ctx, loan, 'refused', { verb: 'conclude-registration', details: { errorCode, errorMessage } });
    return;
  }
  const opensAt = loan.opensAt ?? ctx.now();
  const scheduled = await moveLoan(
    tx,
    ctx,
    loan,
    'registered',
    { verb: 'conclude-registration' },
    { projectStatus: 'COLLECTING', opensAt },
  );
  if (opensAt <= ctx.now()) await openLoan(tx, ctx, scheduled);
};
