import type { Instruction } from '../custody/conclude.ts';
import type { PostedTrade } from '../ledger/post-lines.ts';
import { subjectLoanId } from '../loan/instruction-loan.ts';

/** The trade of an instruction, done at `at`: to be posted with as many lines as were sent. */
export const postedTrade = (instruction: Instruction, at: Date): PostedTrade => ({
  instructionId: instruction.id,
  loanId: subjectLoanId(instruction),
  at,
  lines: Number(instruction.subject.lines),
});
