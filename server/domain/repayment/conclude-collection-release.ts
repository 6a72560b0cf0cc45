import { recordAudit } from '../audit.ts';
import type { Conclude } from '../custody/conclude.ts';
import { post } from '../ledger/post.ts';
import { subjectLoanId } from '../loan/instruction-loan.ts';
import { lockLoan } from '../loan/move-loan.ts';
import { moveCollection, subjectCollection } from './collections.ts';
import { returnInstalments } from './held-instalments.ts';

/** CANCEL_PRE_TRANSACTION of a collection: the payer has his money back, and what it was for is owed as before. */
export const concludeCollectionRelease: Conclude = async (tx, ctx, instruction, outcome) => {
  const loan = await lockLoan(tx, subjectLoanId(instruction));
  const releasing = await subjectCollection(tx, instruction);
  if (outcome.kind === 'failed') {
    const reason = `${outcome.errorCode} ${outcome.errorMessage}`;
    const stays = { fromState: 'releasing', toState: 'releasing', reason };
    await recordAudit(tx, ctx, { verb: 'release', objectType: 'collection', objectId: releasing.id, ...stays });
    return;
  }
  const failed = await moveCollection(tx, ctx, releasing, 'released', { endedAt: outcome.at });
  await returnInstalments(tx, ctx, loan, failed);
  const accountId = failed.payerAccountId;
  await post(tx, ctx, [
    {
      kind: 'RELEASE',
      instructionId: instruction.id,
      lineNumber: 1,
      loanId: loan.id,
      amount: failed.amount,
      occurredAt: outcome.at,
      source: { accountId, bucket: 'frozen' },
      target: { accountId, bucket: 'available' },
    },
  ]);
};
