import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import type { BankTransaction } from '#db/bank/pool.ts';
import { account } from '#db/bank/schema/book.ts';
import { freeze } from '#db/bank/schema/freezes.ts';
import { entrustment, project } from '#db/bank/schema/projects.ts';
import type { WorkingProject } from './ground.ts';
import type { WantedTrade } from './lines.ts';

/** Projects of the freezes that money is appended to: they take room there. */
async function appendedProjects(tx: BankTransaction, platformNo: string, trade: WantedTrade): Promise<string[]> {
  const named = trade.lines.flatMap((line) => (line.targetUserNo === null ? (line.freezeRequestNo ?? []) : []));
  if (named.length === 0) return [];
  const rows = await tx
    .selectDistinct({ projectNo: freeze.projectNo })
    .from(freeze)
    .where(and(eq(freeze.platformNo, platformNo), inArray(freeze.requestNo, [...new Set(named)])));
  return rows.flatMap((row) => row.projectNo ?? []);
}

/** Locks the project of a trade and those that it appends to, in the order of their numbers. */
export async function lockProjects(
  tx: BankTransaction,
  platformNo: string,
  trade: WantedTrade,
): Promise<{ project: WorkingProject | undefined; appendedTo: WorkingProject[] }> {
  const numbers = new Set(await appendedProjects(tx, platformNo, trade));
  if (trade.projectNo !== null) numbers.add(trade.projectNo);
  if (numbers.size === 0) return { project: undefined, appendedTo: [] };
  const rows = await tx
    .select({ project, entrustedNo: account.userNo })
    .from(project)
    .leftJoin(
      entrustment,
      and(
        eq(entrustment.platformNo, project.platformNo),
        eq(entrustment.projectNo, project.projectNo),
        eq(entrustment.status, 'PASSED'),
      ),
    )
    .leftJoin(account, eq(account.id, entrustment.entrustedId))
    .where(and(eq(project.platformNo, platformNo), inArray(project.projectNo, [...numbers])))
    .orderBy(asc(project.projectNo))
    .for('update', { of: project });
  const found = rows.map((row): WorkingProject => ({ ...row.project, entrustedNo: row.entrustedNo }));
  return {
    project: found.find((one) => one.projectNo === trade.projectNo),
    appendedTo: found.filter((one) => one.projectNo !== trade.projectNo),
  };
}

/** Writes the sums of a locked project back. */
export async function saveProject(tx: BankTransaction, platformNo: string, changed: WorkingProject): Promise<void> {
  await tx
    .update(project)
    .set({
      pledged: changed.pledged,
      loanAmount: changed.loanAmount,
      repaidPrincipal: changed.repaidPrincipal,
      repaidInterest: changed.repaidInterest,
    })
    .where(and(eq(project.platformNo, platformNo), eq(project.projectNo, changed.projectNo)));
}

/** Locks a project for an operation that is no trade. Answers whether it is there. */
export async function lockProjectRow(tx: BankTransaction, platformNo: string, projectNo: string): Promise<boolean> {
  const found = await tx.execute(sql`
    select 1 from project where platform_no = ${platformNo} and project_no = ${projectNo} for update`);
  return found.length > 0;
}
