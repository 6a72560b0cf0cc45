import { eq } from 'drizzle-orm';
import { instruction } from '#db/schema/custody.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { DomainContext } from '../context.ts';
import { claimOne } from './claim.ts';
import type { Instruction } from './conclude.ts';
import { proceed } from './proceed.ts';

/**
 * Takes one instruction a step further, after its verb has committed: sends a new one, asks the bank about one that
 * has been sent. `sent` is committed before the request leaves; the answer is applied through `ctx.conclude` in a
 * second transaction, once. A lost answer leaves it `unknown`, and the worker asks again. Never throws for what the
 * bank or the network does. Safe to call any number of times, by any number of processes.
 * @returns the instruction as it then stands
 * @throws DomainError NOT_FOUND for an unknown id
 */
export async function dispatch(ctx: DomainContext, instructionId: Uuid): Promise<Instruction> {
  const held = await claimOne(ctx, instructionId);
  const after = held && (await proceed(ctx, held));
  if (after) return after;
  const [row] = await ctx.db.select().from(instruction).where(eq(instruction.id, instructionId));
  if (!row) throw new DomainError('NOT_FOUND', 'no such instruction');
  return row;
}
