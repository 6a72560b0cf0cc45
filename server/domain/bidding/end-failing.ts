import type { Transaction } from '#db/transaction.ts';
import type { DomainContext } from '../context.ts';
import { type Loan, moveLoan } from '../loan/move-loan.ts';
import { advanceProject } from '../loan/project.ts';

/** A failing loan has failed when nothing of it is reserved or frozen any more; then the bank closes its project. */
export async function endFailing(tx: Transaction, ctx: DomainContext, loan: Loan): Promise<void> {
  if (loan.state !== 'failing' || loan.reserved > 0n) return;
  const failed = await moveLoan(tx, ctx, loan, 'released', { verb: 'end-failing' });
  if (failed.projectStatus === 'COLLECTING') await advanceProject(tx, ctx, failed, 'MISCARRY');
}
