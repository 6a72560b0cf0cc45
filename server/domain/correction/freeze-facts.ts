import { and, eq, sql } from 'drizzle-orm';
import type { Executor } from '#db/pool.ts';
import { account } from '#db/schema/accounts.ts';
import { freezeRow } from '#db/schema/bank-files.ts';
import { bid, loan } from '#db/schema/loans.ts';
import { fen, type Money } from '#server/primitives/money.ts';
import type { FoundBreak } from './remedy.ts';

/** The number that a break about a freeze is known by. */
const freezeNo = (found: FoundBreak): string => found.object.split(' ')[0] ?? '';

export type StrayFreeze = Readonly<{ requestNo: string; amount: Money; account: typeof account.$inferSelect }>;

/** What is still frozen at the bank by its file of the date, and of whom. Undefined for what somebody here still needs. */
export async function strayFreezeOf(db: Executor, found: FoundBreak): Promise<StrayFreeze | undefined> {
  const requestNo = freezeNo(found);
  const [row] = await db
    .select({ row: freezeRow, account })
    .from(freezeRow)
    .innerJoin(account, eq(account.platformUserNo, freezeRow.userNo))
    .where(and(eq(freezeRow.businessDate, found.businessDate), eq(freezeRow.requestNo, requestNo)));
  const [wanted] = await db.execute<{ wanted: boolean }>(sql`select
      exists (select 1 from bid where freeze_request_no = ${requestNo}
        and state in ('freezing', 'frozen', 'settling', 'releasing'))
      or exists (select 1 from collection where freeze_request_no = ${requestNo}
        and state in ('freezing', 'frozen', 'paying', 'releasing'))
      or exists (select 1 from receivable where freeze_request_no = ${requestNo}) as wanted`);
  const left = row ? fen(row.row.frozenFen - row.row.usedFen - row.row.cancelledFen) : fen(0n);
  if (!row || left <= 0n || wanted?.wanted) return undefined;
  return { requestNo, amount: left, account: row.account };
}

/** The bid that a break is about, with its loan. */
export async function bidOf(db: Executor, found: FoundBreak) {
  const which = found.bidId ? eq(bid.id, found.bidId) : eq(bid.freezeRequestNo, freezeNo(found));
  const [row] = await db
    .select({ bid, loan, account })
    .from(bid)
    .innerJoin(loan, eq(loan.id, bid.loanId))
    .innerJoin(account, eq(account.id, bid.investorAccountId))
    .where(which)
    .limit(1);
  return row;
}
