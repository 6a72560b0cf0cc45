import { asc, desc, eq, sql } from 'drizzle-orm';
import { instruction } from '#db/schema/custody.ts';
import { loan, settlementChunk } from '#db/schema/loans.ts';
import { product } from '#db/schema/products.ts';
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
      listedAmount: loan.listedAmount,
      /** Whether it waits, when full, for an officer other than the one who approved it. */
      lastLook: sql<boolean>`${product.settlement} = 'officer'`,
      approvedBy: loan.approvedBy,
      pending: count('pending'),
      sent: count('sent'),
      failed: count('failed'),
      succeeded: count('succeeded'),
    })
    .from(loan)
    .innerJoin(product, eq(product.id, loan.productId))
    .leftJoin(settlementChunk, eq(settlementChunk.loanId, loan.id))
    .where(sql`${loan.state} in ('full', 'settling')`)
    .groupBy(loan.id, product.id)
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
      sentAt: instruction.sentAt,
      /** The machine's clock: when a refused trade is sent anew, or one at the bank is asked about. */
      nextAttemptAt: sql`case when ${settlementChunk.state} = 'succeeded' then null
        else coalesce(${settlementChunk.nextAttemptAt}, ${instruction.nextAttemptAt}) end`.mapWith(
        settlementChunk.nextAttemptAt,
      ),
      /** The bank's words when it last refused this trade, under whatever number. */
      lastRefusal: sql<string | null>`(select i.error_code || ' ' || i.error_message from ${instruction} i
        where i.loan_id = ${settlementChunk.loanId} and i.kind = 'settle-chunk' and i.state = 'failed'
          and i.subject ->> 'chunk' = ${settlementChunk.number}::text
        order by i.created_at desc, i.id desc limit 1)`,
      doubt: instruction.errorMessage,
    })
    .from(settlementChunk)
    .leftJoin(instruction, eq(instruction.id, settlementChunk.instructionId))
    .where(eq(settlementChunk.loanId, loanId))
    .orderBy(desc(settlementChunk.number));
}
