import { eq } from 'drizzle-orm';
import { loan, type ProjectStatus } from '#db/schema/loans.ts';
import { recordAudit } from '../audit.ts';
import type { Conclude } from '../custody/conclude.ts';
import { subjectLoanId } from './instruction-loan.ts';
import { lockLoan } from './move-loan.ts';

/** MODIFY_PROJECT: the loan knows the project's new status. A refusal leaves it, and `advanceProjects` asks again. */
export const concludeProject: Conclude = async (tx, ctx, instruction, outcome) => {
  const before = await lockLoan(tx, subjectLoanId(instruction));
  const status = instruction.subject.status as ProjectStatus;
  const succeeded = outcome.kind === 'succeeded';
  if (succeeded) await tx.update(loan).set({ projectStatus: status }).where(eq(loan.id, before.id));
  await recordAudit(tx, ctx, {
    verb: 'conclude-project',
    objectType: 'project',
    objectId: before.id,
    fromState: before.projectStatus,
    toState: succeeded ? status : before.projectStatus,
    ...(outcome.kind === 'failed' && { reason: `${outcome.errorCode} ${outcome.errorMessage}` }),
  });
};
