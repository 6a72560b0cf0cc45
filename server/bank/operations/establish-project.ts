import { project } from '#db/bank/schema/projects.ts';
import { transaction } from '#db/transaction.ts';
import { malformed, Refusal, refuse } from '../refusal.ts';
import { PROJECT_TYPES } from '../trade/business.ts';
import { claimNumber } from './claim-number.ts';
import { optionalText, requiredAmount, requiredNumber, requiredText } from './fields.ts';
import { findAccount, requireUsable } from './find-account.ts';
import type { DirectOperation } from './operation.ts';

/** ESTABLISH_PROJECT: a borrowing is made known; it collects from now on. */
export const establishProject: DirectOperation = {
  channel: 'direct',
  run: async (call) => {
    const { request, platformNo } = call;
    const requestNo = requiredNumber(request, 'requestNo');
    const borrowerNo = requiredNumber(request, 'platformUserNo');
    const periodDays = Number(requiredText(request, 'projectPeriod', 8));
    if (!Number.isInteger(periodDays) || periodDays <= 0) throw malformed('projectPeriod: whole days expected');
    const wanted = {
      platformNo,
      projectNo: requiredNumber(request, 'projectNo'),
      amount: requiredAmount(request, 'projectAmount'),
      name: requiredText(request, 'projectName', 200),
      projectType: requiredText(request, 'projectType', 40),
      periodDays,
      interestRate: requiredText(request, 'annnualInterestRate', 20),
      repaymentWay: requiredText(request, 'repaymentWay', 60),
      description: optionalText(request, 'projectDescription') ?? null,
      extend: optionalText(request, 'extend') ?? null,
    };
    if (!/^\d+(\.\d+)?$/.test(wanted.interestRate)) throw malformed('annnualInterestRate: a number expected');
    const knownType = PROJECT_TYPES.some((type) => type === wanted.projectType);
    await transaction(call.bank.pool, async (tx) => {
      await claimNumber(tx, call, requestNo);
      const borrower = requireUsable(await findAccount(tx, platformNo, borrowerNo));
      if (!knownType) throw new Refusal('100019', undefined, `projectType: one of ${PROJECT_TYPES.join(', ')}`);
      if (borrower.role !== 'BORROWERS') throw new Refusal('100011');
      const stored = await tx
        .insert(project)
        .values({ ...wanted, borrowerId: borrower.id, status: 'COLLECTING', createdAt: call.at })
        .onConflictDoNothing()
        .returning({ projectNo: project.projectNo });
      if (stored.length === 0) throw refuse('标的编号重复');
    });
    return {};
  },
};
