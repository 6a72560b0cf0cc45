import { fen } from '#server/primitives/money.ts';
import { recordAudit } from '../audit.ts';
import type { Conclude } from '../custody/conclude.ts';
import { postLines } from '../ledger/post-lines.ts';
import { subjectLoanId } from '../loan/instruction-loan.ts';
import { lockLoan } from '../loan/move-loan.ts';
import { reserveLine } from './fund-reserve.ts';

/** FUNDS_TRANSFER to the risk reserve: posted as the bank did it; refused, `fundReserves` sends another after a rest. */
export const concludeReserve: Conclude = async (tx, ctx, instruction, outcome) => {
  const loan = await lockLoan(tx, subjectLoanId(instruction));
  const amount = fen(BigInt(instruction.subject.amountFen ?? 0));
  if (outcome.kind === 'succeeded') {
    const trade = { instructionId: instruction.id, loanId: loan.id, at: outcome.at, lines: 1 };
    await postLines(tx, ctx, trade, reserveLine(amount));
  }
  await recordAudit(tx, ctx, {
    verb: 'conclude-reserve',
    objectType: 'reserve',
    objectId: loan.id,
    toState: outcome.kind,
    ...(outcome.kind === 'failed' && { reason: `${outcome.errorCode} ${outcome.errorMessage}` }),
    details: { amountFen: amount.toString() },
  });
};
