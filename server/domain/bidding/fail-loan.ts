import { transaction } from '#db/transaction.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { AdminActor, SystemActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import { dispatchMany } from '../custody/dispatch-many.ts';
import { lockLoan, moveLoan } from '../loan/move-loan.ts';
import { requireRole } from '../loan/rules.ts';
import { endFailing } from './end-failing.ts';
import { releaseBids } from './release-bids.ts';

/**
 * Ends a listing without settlement: every freeze is released, then the loan has failed and the bank closes its
 * project. Bids that are still freezing are released as soon as the bank has frozen them.
 * @throws DomainError FORBIDDEN, NOT_FOUND, INVALID_TRANSITION.
 */
export async function failLoan(
  ctx: DomainContext<AdminActor | SystemActor>,
  input: { loanId: Uuid; reason: string },
): Promise<void> {
  if (ctx.actor.kind === 'admin') requireRole(ctx.actor, 'loan-officer', 'risk-officer');
  const releases = await transaction(ctx, async (tx) => {
    const loan = await lockLoan(tx, input.loanId);
    const failing = await moveLoan(tx, ctx, loan, 'fail', { verb: 'fail-loan', reason: input.reason });
    const instructionIds = await releaseBids(tx, ctx, loan.id);
    await endFailing(tx, ctx, failing);
    return instructionIds;
  });
  ctx.failpoint('loan.failing');
  await dispatchMany(ctx, releases);
}
