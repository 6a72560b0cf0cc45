import { and, desc, eq, inArray, sql } from 'drizzle-orm';
import type { Executor } from '#db/pool.ts';
import type { InstructionKind, InstructionState } from '#db/schema/custody.ts';
import { instruction, refusedNotice } from '#db/schema/custody.ts';
import type { Uuid } from '#server/primitives/ids.ts';

const listed = {
  id: instruction.id,
  requestNo: instruction.requestNo,
  service: instruction.service,
  kind: instruction.kind,
  channel: instruction.channel,
  state: instruction.state,
  accountId: instruction.accountId,
  loanId: instruction.loanId,
  attempts: instruction.attempts,
  errorCode: instruction.errorCode,
  errorMessage: instruction.errorMessage,
  nextAttemptAt: instruction.nextAttemptAt,
  sentAt: instruction.sentAt,
  transactionAt: instruction.transactionAt,
  concludedAt: instruction.concludedAt,
  createdAt: instruction.createdAt,
};

/** Instructions for staff, newest first; `before` is the last id of the page above. Never the sealed request. */
export function instructions(
  db: Executor,
  filter: { kind?: InstructionKind; states?: readonly InstructionState[]; before?: Uuid; limit: number },
) {
  return db
    .select(listed)
    .from(instruction)
    .where(
      and(
        filter.kind && eq(instruction.kind, filter.kind),
        filter.states && inArray(instruction.state, [...filter.states]),
        // Ids of a seeded world count in its own days: only the business clock puts all in order.
        filter.before &&
          sql`(${instruction.createdAt}, ${instruction.id}) < (select above.created_at, above.id from ${instruction} as above
            where above.id = ${filter.before})`,
      ),
    )
    .orderBy(desc(instruction.createdAt), desc(instruction.id))
    .limit(filter.limit);
}

/** How many instructions stand in each state, and the oldest of each: the health of the line to the bank. */
export function instructionCounts(db: Executor) {
  return db
    .select({
      state: instruction.state,
      count: sql<number>`count(*)::integer`,
      oldest: sql`min(${instruction.createdAt})`.mapWith(instruction.createdAt),
    })
    .from(instruction)
    .groupBy(instruction.state);
}

/** How many instructions are at the bank with no answer yet: time does not travel before this is 0. */
export async function countSent(db: Executor): Promise<number> {
  const [row] = await db
    .select({ count: sql<number>`count(*)::integer` })
    .from(instruction)
    .where(and(eq(instruction.state, 'sent'), eq(instruction.channel, 'direct')));
  return row?.count ?? 0;
}

/** Notifies that were not taken, newest first. */
export function refusedNotices(db: Executor, limit: number) {
  return db.select().from(refusedNotice).orderBy(desc(refusedNotice.receivedAt)).limit(limit);
}
