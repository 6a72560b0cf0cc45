import type { Transaction } from '#db/transaction.ts';
import type { DomainContext } from '../context.ts';
import { type Loan, moveLoan } from '../loan/move-loan.ts';
import { advanceProject } from '../loan/project.ts';
import { countUnpaid, endEmptyInstalments } from './instalments.ts';

/**
 * After something of a locked loan has been paid: the loan is cured when nothing missed is left, and repaid when its
 * borrower owes nothing more to anybody; then its project is closed at the bank. One that has been written off stays so.
 */
export async function advanceLoan(tx: Transaction, ctx: DomainContext, loan: Loan, paidAt: Date): Promise<void> {
  const { unpaid, missed } = await countUnpaid(tx, loan.id);
  if (unpaid === 0) {
    await endEmptyInstalments(tx, ctx, loan.id, paidAt);
    if (loan.state !== 'written-off') {
      await moveLoan(tx, ctx, loan, 'repay', { verb: 'advance-loan' }, { repaidAt: paidAt });
    }
    if (loan.projectStatus === 'REPAYING') await advanceProject(tx, ctx, loan, 'FINISH');
  } else if (missed === 0 && loan.state === 'overdue') {
    await moveLoan(tx, ctx, loan, 'cure', { verb: 'advance-loan' });
  }
}
