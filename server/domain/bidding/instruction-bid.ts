import type { Uuid } from '#server/primitives/ids.ts';
import type { Instruction } from '../custody/conclude.ts';

/** The loan and bid an instruction is about. Throws for one that names none: a fault of the verb that wrote it. */
export function subjectBid(instruction: Pick<Instruction, 'id' | 'loanId' | 'bidId'>): { loanId: Uuid; bidId: Uuid } {
  const { loanId, bidId } = instruction;
  if (!loanId || !bidId) throw new Error(`instruction ${instruction.id} names no bid`);
  return { loanId, bidId };
}
