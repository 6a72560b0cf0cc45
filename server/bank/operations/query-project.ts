import { and, eq } from 'drizzle-orm';
import { account } from '#db/bank/schema/book.ts';
import { project } from '#db/bank/schema/projects.ts';
import { minus, plus } from '#server/primitives/money.ts';
import { wireNumber } from '../http/write-json.ts';
import { Refusal } from '../refusal.ts';
import { requiredNumber } from './fields.ts';
import type { DirectOperation } from './operation.ts';

/** QUERY_PROJECT_INFORMATION: the project with its state and sums. */
export const queryProject: DirectOperation = {
  channel: 'direct',
  run: async ({ bank, platformNo, request }) => {
    const projectNo = requiredNumber(request, 'projectNo');
    const [found] = await bank.pool.db
      .select()
      .from(project)
      .innerJoin(account, eq(account.id, project.borrowerId))
      .where(and(eq(project.platformNo, platformNo), eq(project.projectNo, projectNo)));
    if (!found) throw new Refusal('100007');
    const { project: one } = found;
    const tendered = plus(one.loanAmount, one.pledged);
    return {
      platformUserNo: found.account.userNo,
      projectNo,
      projectAmount: wireNumber(one.amount),
      projectName: one.name,
      projectType: one.projectType,
      projectPeriod: one.periodDays,
      projectProperties: 'NEW',
      annnualInterestRate: one.interestRate,
      repaymentWay: one.repaymentWay,
      projectStatus: one.status,
      loanAmount: wireNumber(one.loanAmount),
      totalTenderAmount: wireNumber(tendered),
      remainTenderAmount: wireNumber(minus(one.amount, tendered)),
      repaymentAmount: wireNumber(one.repaidPrincipal),
      income: wireNumber(one.repaidInterest),
      extend: one.extend ?? undefined,
    };
  },
};
