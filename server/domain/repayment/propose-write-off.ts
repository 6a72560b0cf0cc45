import { writeOff } from '#db/schema/write-offs.ts';
import { transaction } from '#db/transaction.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { AdminActor } from '../actors.ts';
import { recordAudit } from '../audit.ts';
import type { DomainContext } from '../context.ts';
import { requireOtherPerson } from '../loan/four-eyes.ts';
import { lockLoan } from '../loan/move-loan.ts';
import { requireRole } from '../loan/rules.ts';
import { rowsOfLoan } from './early-loan.ts';
import { requireLongLate } from './write-off-rules.ts';

/**
 * Proposes to write a loan off, with a reason; another member of staff decides.
 * @throws DomainError FORBIDDEN, NOT_FOUND, SAME_PERSON (one's own loan), NOTHING_DUE, WRITE_OFF_TOO_EARLY (daysLate,
 * afterDays), CONFLICT when it is proposed already.
 */
export async function proposeWriteOff(
  ctx: DomainContext<AdminActor>,
  { loanId, reason }: Readonly<{ loanId: Uuid; reason: string }>,
): Promise<void> {
  requireRole(ctx.actor, 'risk-officer', 'finance');
  await transaction(ctx, async (tx) => {
    const loan = await lockLoan(tx, loanId);
    await requireOtherPerson(tx, ctx.actor, loan);
    const daysLate = requireLongLate(loan, await rowsOfLoan(tx, loanId), ctx.businessDate);
    const proposed = { reason, daysLate, proposedBy: ctx.actor.memberId, proposedAt: ctx.now() };
    const [made] = await tx
      .insert(writeOff)
      .values({ ...proposed, loanId, id: ctx.newId(), state: 'proposed' })
      .onConflictDoNothing()
      .returning({ id: writeOff.id });
    if (!made) throw new DomainError('CONFLICT', 'it is proposed already');
    await recordAudit(tx, ctx, {
      verb: 'propose-write-off',
      objectType: 'write-off',
      objectId: loanId,
      toState: 'proposed',
      reason,
      details: { daysLate },
    });
  });
}
