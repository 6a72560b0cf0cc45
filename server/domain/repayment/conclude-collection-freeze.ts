import type { Transaction } from '#db/transaction.ts';
import type { DomainContext } from '../context.ts';
import type { Conclude, Instruction } from '../custody/conclude.ts';
import { post } from '../ledger/post.ts';
import { subjectLoanId } from '../loan/instruction-loan.ts';
import { type Loan, lockLoan } from '../loan/move-loan.ts';
import { type Collection, moveCollection, subjectCollection } from './collections.ts';
import { returnInstalments } from './held-instalments.ts';
import { planDistribution } from './plan-distribution.ts';
import { sendDistribution } from './send-distribution.ts';

/** The money is frozen at the payer: it is posted, split, and sent to the claim holders. */
async function distribute(
  tx: Transaction,
  ctx: DomainContext,
  loan: Loan,
  freezing: Collection,
  instruction: Instruction,
  at: Date,
): Promise<void> {
  const frozen = await moveCollection(tx, ctx, freezing, 'frozen');
  const accountId = frozen.payerAccountId;
  const paying = await moveCollection(tx, ctx, frozen, 'distribute');
  await planDistribution(tx, loan, paying);
  await sendDistribution(tx, ctx, loan, paying);
  await post(tx, ctx, [
    {
      kind: 'FREEZE',
      instructionId: instruction.id,
      lineNumber: 1,
      loanId: loan.id,
      amount: frozen.amount,
      occurredAt: at,
      source: { accountId, bucket: 'available' },
      target: { accountId, bucket: 'frozen' },
    },
  ]);
}

/** USER_AUTO_PRE_TRANSACTION of a collection: on to the claim holders, or back to being owed. */
export const concludeCollectionFreeze: Conclude = async (tx, ctx, instruction, outcome) => {
  const loan = await lockLoan(tx, subjectLoanId(instruction));
  const freezing = await subjectCollection(tx, instruction);
  if (outcome.kind === 'succeeded') {
    await distribute(tx, ctx, loan, freezing, instruction, outcome.at);
    return;
  }
  const failed = await moveCollection(tx, ctx, freezing, 'refused', { failure: outcome.errorCode, endedAt: ctx.now() });
  await returnInstalments(tx, ctx, loan, failed);
};
