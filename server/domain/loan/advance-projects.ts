import { and, asc, eq, gt, inArray, or, sql } from 'drizzle-orm';
import { instruction } from '#db/schema/custody.ts';
import { type LoanState, loan, type ProjectStatus } from '#db/schema/loans.ts';
import { type Transaction, transaction } from '#db/transaction.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { SystemActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import { dispatchMany } from '../custody/dispatch-many.ts';
import { lockLoan } from './move-loan.ts';
import { advanceProject } from './project.ts';

/** What the bank's project must come to, by the state of the loan. */
const WANTED: Partial<Record<LoanState, ProjectStatus>> = {
  repaying: 'REPAYING',
  overdue: 'REPAYING',
  repaid: 'FINISH',
  failed: 'MISCARRY',
};
/** A refused instruction is not repeated before this long has passed on the machine's clock. */
const RETRY_AFTER_MS = 60_000;

/** FINISH is reached through REPAYING only. */
const nextStatus = (state: LoanState, at: ProjectStatus): ProjectStatus | undefined => {
  const wanted = WANTED[state];
  if (wanted === undefined || wanted === at) return undefined;
  return wanted === 'FINISH' && at === 'COLLECTING' ? 'REPAYING' : wanted;
};

/** Loans whose project lags behind them at the bank. */
function laggingLoans(ctx: DomainContext) {
  return ctx.db
    .select({ id: loan.id })
    .from(loan)
    .where(sql`${loan.state} in ('repaying', 'overdue', 'failed') and ${loan.projectStatus} = 'COLLECTING'
      or ${loan.state} = 'repaid' and ${loan.projectStatus} in ('COLLECTING', 'REPAYING')`)
    .orderBy(asc(loan.id));
}

/** Whether the bank is being told already, or has refused it a moment ago. */
async function isUnderWay(tx: Transaction, ctx: DomainContext, loanId: Uuid): Promise<boolean> {
  const live = inArray(instruction.state, ['created', 'sent', 'unknown', 'accepted']);
  const justRefused = gt(instruction.nextAttemptAt, new Date(ctx.realNow().getTime() - RETRY_AFTER_MS));
  const [found] = await tx
    .select({ id: instruction.id })
    .from(instruction)
    .where(
      and(
        eq(instruction.loanId, loanId),
        eq(instruction.kind, 'advance-project'),
        or(live, and(eq(instruction.state, 'failed'), justRefused)),
      ),
    )
    .limit(1);
  return found !== undefined;
}

/** Brings lagging projects forward at the bank: after a refusal or a lost instruction. @returns how many were told */
export async function advanceProjects(ctx: DomainContext<SystemActor>): Promise<number> {
  const told: Uuid[] = [];
  for (const { id } of await laggingLoans(ctx)) {
    const instructionId = await transaction(ctx, async (tx) => {
      const locked = await lockLoan(tx, id);
      const next = locked.projectStatus && nextStatus(locked.state, locked.projectStatus);
      return next && !(await isUnderWay(tx, ctx, id)) ? advanceProject(tx, ctx, locked, next) : undefined;
    });
    if (instructionId) told.push(instructionId);
  }
  await dispatchMany(ctx, told);
  return told.length;
}
