import { eq, sql } from 'drizzle-orm';
import { instruction } from '#db/schema/custody.ts';
import { bid, type LoanState, loan } from '#db/schema/loans.ts';
import type { Transaction } from '#db/transaction.ts';
import { fen, sum } from '#server/primitives/money.ts';
import { recordAudit } from '../audit.ts';
import type { DomainContext } from '../context.ts';
import type { Conclude } from '../custody/conclude.ts';
import { subjectLoanId } from '../loan/instruction-loan.ts';
import { type Loan, lockLoan, moveLoan } from '../loan/move-loan.ts';
import { endFailing } from './end-failing.ts';
import { findReleases } from './find-releases.ts';
import { bidMachine } from './states.ts';

/** States that a collecting project may be given up in; `settling` only before any of its money has passed. */
const GIVEN_UP: readonly LoanState[] = ['scheduled', 'open', 'closing', 'full', 'settling'];

/** Every bid whose money the bank has given back is on its way back here too. */
async function letGo(tx: Transaction, loanId: Loan['id']): Promise<void> {
  const released = await tx
    .update(bid)
    .set({ state: bidMachine.frozen.release })
    .where(sql`${bid.loanId} = ${loanId} and ${bid.state} in ('frozen', 'settling')`)
    .returning({ amount: bid.amount });
  const total = fen(sum(released.map(({ amount }) => amount)));
  await tx
    .update(loan)
    .set({ frozen: sql`${loan.frozen} - ${total.toString()}::bigint` })
    .where(eq(loan.id, loanId));
}

/** Bids on their way back of whose money nobody is asking the bank. One that we are just cancelling ends by itself. */
const unasked = (tx: Transaction, loanId: Loan['id']) =>
  tx
    .select()
    .from(bid)
    .where(
      sql`${bid.loanId} = ${loanId} and ${bid.state} = 'releasing' and not exists (select 1 from ${instruction} i
        where i.loan_id = ${bid.loanId} and i.bid_id = ${bid.id} and i.kind in ('release-bid', 'find-release')
          and i.state in ('created', 'sent', 'unknown', 'accepted'))`,
    )
    .orderBy(bid.id);

async function giveUp(tx: Transaction, ctx: DomainContext, locked: Loan): Promise<void> {
  if (GIVEN_UP.includes(locked.state)) {
    await moveLoan(tx, ctx, locked, 'give-up', {
      verb: 'bank-miscarriage',
      reason: 'the bank has given the project up',
    });
  }
  await letGo(tx, locked.id);
  await findReleases(tx, ctx, locked.id, await unasked(tx, locked.id));
  await endFailing(tx, ctx, await lockLoan(tx, locked.id));
}

/**
 * The bank has let a project miscarry by itself and released everything frozen for it: the loan fails, and the bank is
 * asked about each freeze, so that every release is posted once, on the bank's day.
 */
export const concludeMiscarriage: Conclude = async (tx, ctx, instruction, outcome) => {
  if (outcome.kind === 'failed') return;
  const before = await lockLoan(tx, subjectLoanId(instruction));
  await tx.update(loan).set({ projectStatus: 'MISCARRY' }).where(eq(loan.id, before.id));
  await recordAudit(tx, ctx, {
    verb: 'bank-miscarriage',
    objectType: 'project',
    objectId: before.id,
    fromState: before.projectStatus,
    toState: 'MISCARRY',
  });
  if (before.state !== 'failed') await giveUp(tx, ctx, { ...before, projectStatus: 'MISCARRY' });
};
