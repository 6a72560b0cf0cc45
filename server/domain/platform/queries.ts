import { and, desc, eq, inArray, lt, ne, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { account, entry, journal } from '#db/schema/accounts.ts';
import { instruction } from '#db/schema/custody.ts';
import { member } from '#db/schema/people.ts';
import { platformOrder } from '#db/schema/platform.ts';
import { withdrawal } from '#db/schema/withdrawals.ts';
import { plus } from '#server/primitives/money.ts';
import type { AdminActor } from '../actors.ts';
import { statementLine } from '../cash/statement-line.ts';
import type { DomainContext } from '../context.ts';
import { PLATFORM_ACCOUNTS, platformAccount } from './accounts.ts';

type Ctx = Pick<DomainContext<AdminActor>, 'db' | 'actor'>;

/** What the platform's eight accounts hold by our books, in the order of their numbers. */
export async function platformAccounts(ctx: Pick<DomainContext, 'db'>) {
  const rows = await ctx.db
    .select({
      platformUserNo: account.platformUserNo,
      role: account.role,
      available: account.available,
      frozen: account.frozen,
      withdrawing: account.withdrawing,
    })
    .from(account)
    .where(
      inArray(
        account.id,
        PLATFORM_ACCOUNTS.map(({ id }) => id),
      ),
    )
    .orderBy(account.platformUserNo);
  return rows.map(({ withdrawing, ...row }) => ({ ...row, frozen: plus(row.frozen, withdrawing) }));
}

const other = alias(entry, 'other');
const otherAccount = alias(account, 'other_account');

/**
 * What has moved on one account of the platform, newest first, each line with the bank's serial and the other side;
 * `before` is the last `sequence` of the page above.
 * @throws DomainError NOT_FOUND for what is no account of the platform
 */
export function platformMovements(
  ctx: Pick<DomainContext, 'db'>,
  page: Readonly<{ platformUserNo: string; limit: number; before?: bigint | undefined }>,
) {
  const { id } = platformAccount(page.platformUserNo);
  return ctx.db
    .select({
      ...statementLine,
      /** Whom it went to or came from; null for another bucket of the same account. */
      otherRole: otherAccount.role,
      otherUserNo: otherAccount.platformUserNo,
    })
    .from(entry)
    .innerJoin(journal, eq(journal.id, entry.journalId))
    .leftJoin(instruction, eq(instruction.id, journal.instructionId))
    .leftJoin(other, and(eq(other.journalId, entry.journalId), ne(other.accountId, entry.accountId)))
    .leftJoin(otherAccount, eq(otherAccount.id, other.accountId))
    .where(and(eq(entry.accountId, id), page.before === undefined ? undefined : lt(entry.sequence, page.before)))
    .orderBy(desc(entry.sequence))
    .limit(page.limit);
}

const [maker, checker] = [alias(member, 'maker'), alias(member, 'checker')];
const [source, target] = [alias(account, 'source'), alias(account, 'target')];

/** The orders about the platform's own money, what waits first, then the newest. */
export function platformOrders(ctx: Ctx, limit: number) {
  return ctx.db
    .select({
      id: platformOrder.id,
      kind: platformOrder.kind,
      source: source.platformUserNo,
      target: target.platformUserNo,
      amount: platformOrder.amount,
      reason: platformOrder.reason,
      state: platformOrder.state,
      maker: maker.displayName,
      madeAt: platformOrder.madeAt,
      isOwn: sql<boolean>`${platformOrder.makerId} = ${ctx.actor.memberId}`,
      checker: checker.displayName,
      checkedAt: platformOrder.checkedAt,
      endedAt: platformOrder.endedAt,
      instructionId: platformOrder.instructionId,
      /** The bank's side of it: its serial, whether its last word is in, and what it said when it refused. */
      requestNo: instruction.requestNo,
      instructionState: instruction.state,
      errorCode: instruction.errorCode,
      errorMessage: instruction.errorMessage,
      /** Where the money of a withdrawal is. */
      withdrawalState: withdrawal.state,
    })
    .from(platformOrder)
    .leftJoin(source, eq(source.id, platformOrder.sourceAccountId))
    .leftJoin(target, eq(target.id, platformOrder.targetAccountId))
    .leftJoin(maker, eq(maker.id, platformOrder.makerId))
    .leftJoin(checker, eq(checker.id, platformOrder.checkerId))
    .leftJoin(instruction, eq(instruction.id, platformOrder.instructionId))
    .leftJoin(withdrawal, eq(withdrawal.instructionId, platformOrder.instructionId))
    .orderBy(
      sql`${platformOrder.state} not in ('proposed', 'approved', 'at-bank')`,
      desc(platformOrder.madeAt),
      desc(platformOrder.id),
    )
    .limit(limit);
}

/** The order whose last page at the bank had this number: where the browser that comes back from it belongs. */
export async function orderOfPage(ctx: Pick<DomainContext, 'db'>, requestNo: string) {
  const [row] = await ctx.db
    .select({ state: platformOrder.state })
    .from(platformOrder)
    .innerJoin(instruction, eq(instruction.id, platformOrder.instructionId))
    .where(eq(instruction.requestNo, requestNo));
  return row;
}
