import { and, eq } from 'drizzle-orm';
import { instruction } from '#db/schema/custody.ts';
import type { bid } from '#db/schema/loans.ts';
import type { Transaction } from '#db/transaction.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { DomainContext } from '../context.ts';
import { enqueueMany } from '../custody/enqueue.ts';
import { newRequestNo } from '../custody/request-no.ts';

export type ReleasedBid = Pick<typeof bid.$inferSelect, 'id' | 'amount' | 'freezeRequestNo' | 'investorAccountId'>;

/** When the bank gave the project of a locked loan up, by its own word. */
async function miscarriedAt(tx: Transaction, loanId: Uuid): Promise<Date> {
  const [told] = await tx
    .select({ at: instruction.transactionAt })
    .from(instruction)
    .where(
      and(
        ...[eq(instruction.loanId, loanId), eq(instruction.kind, 'bank-miscarriage')],
        eq(instruction.state, 'succeeded'),
      ),
    );
  if (!told?.at) throw new Error(`loan ${loanId}: the bank has not said when its project miscarried`);
  return told.at;
}

/**
 * Asks the bank about freezes that it has released by itself, with a project that it let miscarry: each is concluded
 * like a release of our own, dated by the bank. The loan is locked. @returns the ids of the instructions
 */
export async function findReleases(
  tx: Transaction,
  ctx: DomainContext,
  loanId: Uuid,
  bids: readonly ReleasedBid[],
): Promise<Uuid[]> {
  if (bids.length === 0) return [];
  const releasedAt = await miscarriedAt(tx, loanId);
  return enqueueMany(
    tx,
    ctx,
    bids.map((released) => ({
      kind: 'find-release',
      service: 'QUERY_TRANSACTION',
      channel: 'direct',
      requestNo: newRequestNo(ctx),
      accountId: released.investorAccountId,
      loanId,
      bidId: released.id,
      subject: { releasedAt: releasedAt.toISOString() },
      sentBy: 'worker',
      reqData: { requestNo: released.freezeRequestNo, transactionType: 'PRETRANSACTION' },
    })),
  );
}
