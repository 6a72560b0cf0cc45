import { and, eq, sql } from 'drizzle-orm';
import { journal } from '#db/schema/accounts.ts';
import { instruction as instructionTable } from '#db/schema/custody.ts';
import { bid } from '#db/schema/loans.ts';
import { correction } from '#db/schema/reconciliation.ts';
import type { Transaction } from '#db/transaction.ts';
import { uuid } from '#server/primitives/ids.ts';
import { fromDecimalText } from '#server/primitives/money.ts';
import { recordAudit } from '../audit.ts';
import type { DomainContext } from '../context.ts';
import type { Conclude, Instruction } from '../custody/conclude.ts';
import { post } from '../ledger/post.ts';
import { lockLoan } from '../loan/move-loan.ts';
import { writeDayState } from '../reconciliation/day-state.ts';
import { lockCorrection, moveBreak, moveCorrection } from './move-correction.ts';

/** The bank's word on what a correction has begun: its effect stands, or the break waits for another correction. */
async function tellCorrection(tx: Transaction, ctx: DomainContext, of: Instruction, refused: string | undefined) {
  const { row, found } = await lockCorrection(tx, uuid(String(of.subject.correctionId)));
  if (row.state !== 'approved') return;
  if (refused !== undefined) {
    await moveCorrection(tx, ctx, row, 'fail', { result: `bank:${refused}` });
    await moveBreak(tx, ctx, found, 'reopen');
    return;
  }
  await tx.update(correction).set({ appliedAt: ctx.now() }).where(eq(correction.id, row.id));
  await moveBreak(tx, ctx, found, 'resolve');
  await writeDayState(tx, ctx, found.businessDate);
}

/** Whether our own books hold the stray freeze as frozen money of nobody's bid: posted, and never released or spent. */
async function isHeldHere(tx: Transaction, freezeRequestNo: string): Promise<boolean> {
  const [posted] = await tx
    .select({ bidId: journal.bidId })
    .from(journal)
    .innerJoin(instructionTable, eq(instructionTable.id, journal.instructionId))
    .where(
      and(
        ...[eq(instructionTable.requestNo, freezeRequestNo), eq(journal.kind, 'FREEZE')],
        sql`not exists (select 1 from journal after where after.replaces_id = ${journal.id})`,
        sql`not exists (select 1 from journal spent where spent.bid_id = ${journal.bidId}
          and spent.kind in ('RELEASE', 'TENDER'))`,
      ),
    );
  return posted !== undefined;
}

/** CANCEL_PRE_TRANSACTION of money that was frozen for nothing: it is back, and what our books held of it too. */
export const concludeStrayFreeze: Conclude = async (tx, ctx, instruction, outcome) => {
  const { accountId, subject } = instruction;
  if (outcome.kind === 'failed') return tellCorrection(tx, ctx, instruction, outcome.errorCode);
  if (accountId !== null && (await isHeldHere(tx, String(subject.freezeRequestNo)))) {
    await post(tx, ctx, [
      {
        kind: 'RELEASE',
        instructionId: instruction.id,
        lineNumber: 1,
        amount: fromDecimalText(String(subject.amount)),
        occurredAt: outcome.at,
        source: { accountId, bucket: 'frozen' },
        target: { accountId, bucket: 'available' },
      },
    ]);
  }
  return tellCorrection(tx, ctx, instruction, undefined);
};

/** The money of a bid is frozen anew: from now on the bid stands by the new number. Our books had it frozen all along. */
export const concludeFreezeAnew: Conclude = async (tx, ctx, instruction, outcome) => {
  const { loanId, bidId } = instruction;
  if (!loanId || !bidId) throw new Error(`instruction ${instruction.id} names no bid`);
  if (outcome.kind === 'failed') return tellCorrection(tx, ctx, instruction, outcome.errorCode);
  await lockLoan(tx, loanId);
  const [held] = await tx
    .update(bid)
    .set({ freezeRequestNo: instruction.requestNo })
    .where(and(eq(bid.loanId, loanId), eq(bid.id, bidId), eq(bid.state, 'frozen')))
    .returning({ id: bid.id });
  // A bid that has ended meanwhile leaves a freeze without bid, which the next night finds.
  if (!held) return tellCorrection(tx, ctx, instruction, 'BID_ENDED');
  await recordAudit(tx, ctx, { verb: 'freeze-anew', objectType: 'bid', objectId: bidId, toState: 'frozen' });
  return tellCorrection(tx, ctx, instruction, undefined);
};
