import { and, asc, eq, inArray } from 'drizzle-orm';
import { type InstructionKind, instruction } from '#db/schema/custody.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { DomainContext } from '../context.ts';
import { dispatchMany } from '../custody/dispatch-many.ts';

/**
 * Sends what a loan has in the outbox, and what the bank's answers put there meanwhile, until nothing new is left.
 * What it cannot send stays for the worker.
 */
export async function dispatchUnsent(
  ctx: DomainContext,
  loanId: Uuid,
  kinds: readonly InstructionKind[],
): Promise<void> {
  const tried = new Set<Uuid>();
  for (;;) {
    const rows = await ctx.db
      .select({ id: instruction.id })
      .from(instruction)
      .where(
        and(eq(instruction.loanId, loanId), eq(instruction.state, 'created'), inArray(instruction.kind, [...kinds])),
      )
      .orderBy(asc(instruction.id));
    const fresh = rows.map(({ id }) => id).filter((id) => !tried.has(id));
    if (fresh.length === 0) return;
    await dispatchMany(ctx, fresh);
    for (const id of fresh) tried.add(id);
  }
}
