import { asc, desc, eq, sql } from 'drizzle-orm';
import { instruction } from '#db/schema/custody.ts';
import { loan, settlementChunk } from '#db/schema/loans.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { AdminActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';

/** Loans that are full or being settled, with how far their trades have come: the settlement monitor. */
export function settlementsUnderWay(ctx: DomainContext<AdminActor>) {
  const count = (state: string) =>
    sql<number>`count(${settlementChunk.number}) filter (where ${settlementChunk.state} = ${state})::integer`;
  return ctx.db
    .select({
      loanId: loan.id,
      number: loan.number,
      title: loan.title,
      state: loan.state,
      amount: loan.amount,
      fullAt: loan.fullAt,
      pending: count('pending'),
      sent: count('sent'),
      failed: count('failed'),
      succeeded: count('succeeded'),
    })
    .from(loan)
    .leftJoin(settlementChunk, eq(settlementChunk.loanId, loan.id))
    .where(sql`${loan.state} in ('full', 'settling')`)
    .groupBy(loan.id)
    .orderBy(asc(loan.fullAt));
}

/** The trades of one settlement with the bank's last word on each. */
export function tradesOfSettlement(ctx: DomainContext<AdminActor>, loanId: Uuid) {
  return ctx.db
    .select({
      number: settlementChunk.number,
      state: settlementChunk.state,
      bidCount: settlementChunk.bidCount,
      amount: settlementChunk.amount,
      fee: settlementChunk.fee,
      attempts: settlementChunk.attempts,
      succeededAt: settlementChunk.succeededAt,
      requestNo: instruction.requestNo,
      instructionState: instruction.state,
      errorCode: instruction.errorCode,
      errorMessage: instruction.errorMessage,
    })
    .from(settlementChunk)
    .leftJoin(instruction, eq(instruction.id, settlementChunk.instructionId))
    .where(eq(settlementChunk.loanId, loanId))
    .orderBy(desc(settlementChunk.number));
}
