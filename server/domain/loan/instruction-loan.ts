import type { Uuid } from '#server/primitives/ids.ts';
import type { Instruction } from '../custody/conclude.ts';

/** The loan an instruction is about. Throws for one that names none: that is a fault of the verb that wrote it. */
export function subjectLoanId(instruction: Pick<Instruction, 'id' | 'loanId'>): Uuid {
  if (!instruction.loanId) throw new Error(`instruction ${instruction.id} names no loan`);
  return instruction.loanId;
}
