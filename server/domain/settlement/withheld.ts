import { and, eq, sql } from 'drizzle-orm';
import type { Executor } from '#db/pool.ts';
import { loan, settlementChunk } from '#db/schema/loans.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { fen, type Money } from '#server/primitives/money.ts';

/**
 * What a borrower may not take out yet: the money that trades of unfinished settlements have brought him. Until the
 * last trade has succeeded there is no claim against it. In fen; nothing where no loan of his is being settled.
 */
export async function withheldFrom(db: Executor, accountId: Uuid): Promise<Money> {
  const [row] = await db
    .select({ total: sql<string>`coalesce(sum(${settlementChunk.amount} - ${settlementChunk.fee}), 0)` })
    .from(settlementChunk)
    .innerJoin(loan, eq(loan.id, settlementChunk.loanId))
    .where(
      and(eq(loan.borrowerAccountId, accountId), eq(loan.state, 'settling'), eq(settlementChunk.state, 'succeeded')),
    );
  return fen(BigInt(row?.total ?? 0));
}
