import { and, eq } from 'drizzle-orm';
import { writeOff } from '#db/schema/write-offs.ts';
import { type Transaction, transaction } from '#db/transaction.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { AdminActor } from '../actors.ts';
import { recordAudit } from '../audit.ts';
import type { DomainContext } from '../context.ts';
import { requireOtherPerson, requireSecondPerson } from '../loan/four-eyes.ts';
import { type Loan, lockLoan } from '../loan/move-loan.ts';
import { requireRole } from '../loan/rules.ts';
import { writeLoanOff } from './write-loan-off.ts';

type Change = Partial<typeof writeOff.$inferInsert>;
type Proposal = typeof writeOff.$inferSelect;

async function lockProposal(tx: Transaction, loanId: Uuid): Promise<Proposal> {
  const which = and(eq(writeOff.loanId, loanId), eq(writeOff.state, 'proposed'));
  const [proposal] = await tx.select().from(writeOff).where(which).for('update');
  if (!proposal) throw new DomainError('NOT_FOUND', 'nobody has proposed it');
  return proposal;
}

async function decide(
  tx: Transaction,
  ctx: DomainContext<AdminActor>,
  loan: Loan,
  proposal: Proposal,
  change: Change & Readonly<{ state: 'confirmed' | 'refused' }>,
): Promise<void> {
  const decided = { decidedBy: ctx.actor.memberId, decidedAt: ctx.now(), decidedOn: ctx.businessDate };
  const [done] = await tx
    .update(writeOff)
    .set({ ...change, ...decided })
    .where(and(eq(writeOff.loanId, loan.id), eq(writeOff.id, proposal.id), eq(writeOff.state, 'proposed')))
    .returning({ id: writeOff.id });
  if (!done) throw new DomainError('CONFLICT', 'it has been decided already');
  await recordAudit(tx, ctx, {
    verb: 'decide-write-off',
    objectType: 'write-off',
    objectId: loan.id,
    fromState: 'proposed',
    toState: change.state,
    reason: proposal.reason,
  });
}

/**
 * Confirms or refuses a proposal to write a loan off; another human being than who made it. Confirmed, the whole loan
 * falls due and stays owed: what comes in later is a recovery, and the bank's project stays open for it.
 * @throws DomainError FORBIDDEN, NOT_FOUND, SAME_PERSON, and when confirming NOTHING_DUE, WRITE_OFF_TOO_EARLY (it has been
 * paid meanwhile), CONFLICT (being collected).
 */
export async function decideWriteOff(
  ctx: DomainContext<AdminActor>,
  { loanId, confirm }: Readonly<{ loanId: Uuid; confirm: boolean }>,
): Promise<void> {
  requireRole(ctx.actor, 'risk-officer', 'finance');
  await transaction(ctx, async (tx) => {
    const loan = await lockLoan(tx, loanId);
    const proposal = await lockProposal(tx, loanId);
    await requireSecondPerson(tx, ctx.actor, proposal.proposedBy);
    await requireOtherPerson(tx, ctx.actor, loan);
    if (!confirm) return decide(tx, ctx, loan, proposal, { state: 'refused' });
    const owed = await writeLoanOff(tx, ctx, loan, proposal);
    const { investors, compensator } = owed;
    const sums = { owedToInvestors: investors, owedToCompensator: compensator };
    return decide(tx, ctx, loan, proposal, { ...sums, state: 'confirmed' });
  });
}
