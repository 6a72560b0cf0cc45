import { desc, eq, sql } from 'drizzle-orm';
import { account, receivable } from '#db/schema/accounts.ts';
import { instruction } from '#db/schema/custody.ts';
import { person } from '#db/schema/people.ts';
import { fen, type Money } from '#server/primitives/money.ts';
import type { DomainContext } from '../context.ts';

/** What members owe for recharges that were taken back, what is open first; holders masked. */
export function allReceivables(ctx: Pick<DomainContext, 'db'>, limit: number) {
  return ctx.db
    .select({
      id: receivable.id,
      maskedName: person.maskedName,
      platformUserNo: account.platformUserNo,
      /** The recharge that was taken back. */
      requestNo: instruction.requestNo,
      amount: receivable.amount,
      collected: receivable.collected,
      frozen: receivable.frozen,
      left: sql`${receivable.amount} - ${receivable.collected}`.mapWith((value: string): Money => fen(BigInt(value))),
      returned: receivable.returned,
      state: receivable.state,
      createdAt: receivable.createdAt,
      endedAt: receivable.endedAt,
    })
    .from(receivable)
    .innerJoin(account, eq(account.id, receivable.accountId))
    .leftJoin(person, eq(person.id, account.personId))
    .leftJoin(instruction, eq(instruction.id, receivable.instructionId))
    .orderBy(sql`${receivable.state} = 'collected'`, desc(receivable.id))
    .limit(limit);
}
