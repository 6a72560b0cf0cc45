import type { Transaction } from '#db/transaction.ts';
import type { DomainContext } from '../context.ts';
import { type Loan, moveLoan } from '../loan/move-loan.ts';
import { advanceProject } from '../loan/project.ts';
import { countUnpaid } from './instalments.ts';

/**
 * After an instalment of a locked loan has been paid: the loan is cured when nothing missed is left, and repaid when
 * nothing at all is, and then its project is closed at the bank.
 */
export async function advanceLoan(tx: Transaction, ctx: DomainContext, loan: Loan, paidAt: Date): Promise<void> {
  const { unpaid, missed } = await countUnpaid(tx, loan.id);
  if (unpaid === 0) {
    await moveLoan(tx, ctx, loan, 'repay', { verb: 'advance-loan' }, { repaidAt: paidAt });
    if (loan.projectStatus === 'REPAYING') await advanceProject(tx, ctx, loan, 'FINISH');
  } else if (missed === 0 && loan.state === 'overdue') {
    await moveLoan(tx, ctx, loan, 'cure', { verb: 'advance-loan' });
  }
}
