import { and, eq } from 'drizzle-orm';
import { type ProjectStatus, project } from '#db/bank/schema/projects.ts';
import { transaction } from '#db/transaction.ts';
import { Refusal, refuse } from '../refusal.ts';
import { claimNumber } from './claim-number.ts';
import { requiredNumber, requiredText } from './fields.ts';
import type { DirectOperation } from './operation.ts';

/** Where a project may go from each state; FINISH and MISCARRY are final. */
const NEXT: Readonly<Record<ProjectStatus, readonly string[]>> = {
  COLLECTING: ['REPAYING', 'MISCARRY'],
  REPAYING: ['FINISH'],
  FINISH: [],
  MISCARRY: [],
};

/** MODIFY_PROJECT: moves a project on. A project with confirmed money cannot miscarry. */
export const modifyProject: DirectOperation = {
  channel: 'direct',
  run: async (call) => {
    const requestNo = requiredNumber(call.request, 'requestNo');
    const projectNo = requiredNumber(call.request, 'projectNo');
    const status = requiredText(call.request, 'status', 20);
    await transaction(call.bank.pool, async (tx) => {
      await claimNumber(tx, call, requestNo);
      const here = and(eq(project.platformNo, call.platformNo), eq(project.projectNo, projectNo));
      const [found] = await tx.select().from(project).where(here).for('update');
      if (!found) throw new Refusal('100007');
      const allowed = NEXT[found.status].includes(status) && !(status === 'MISCARRY' && found.loanAmount > 0n);
      if (!allowed) throw refuse(`标的当前不能变更为:${status}`);
      await tx
        .update(project)
        .set({ status: status as ProjectStatus })
        .where(here);
    });
    return { projectStatus: status };
  },
};
