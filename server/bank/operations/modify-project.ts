import { and, eq, sql } from 'drizzle-orm';
import type { BankTransaction } from '#db/bank/pool.ts';
import { type ProjectStatus, project } from '#db/bank/schema/projects.ts';
import { trade } from '#db/bank/schema/trades.ts';
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

/** Whether trades of the project are accepted and not executed yet: they were asked for in the state it is in now. */
async function hasWaitingTrades(tx: BankTransaction, platformNo: string, projectNo: string): Promise<boolean> {
  const waiting = await tx
    .select({ requestNo: trade.requestNo })
    .from(trade)
    .where(
      and(
        sql`${trade.status} in ('ACCEPT', 'PROCESSING')`,
        eq(trade.platformNo, platformNo),
        eq(trade.projectNo, projectNo),
      ),
    )
    .limit(1);
  return waiting.length > 0;
}

/**
 * MODIFY_PROJECT: moves a project on. A project with confirmed money cannot miscarry.
 * While accepted trades of it wait to be executed it stays as it is: 100020.
 */
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
      if (await hasWaitingTrades(tx, call.platformNo, projectNo)) throw new Refusal('100020');
      await tx
        .update(project)
        .set({ status: status as ProjectStatus })
        .where(here);
    });
    return { projectStatus: status };
  },
};
