import { and, eq } from 'drizzle-orm';
import type { BankExecutor } from '#db/bank/pool.ts';
import { account } from '#db/bank/schema/book.ts';
import { member } from '#db/bank/schema/members.ts';
import { Refusal } from '../refusal.ts';

export type FoundAccount = typeof account.$inferSelect & { member: typeof member.$inferSelect | null };

/** A member's or the platform's own account by its number; the core's accounts cannot be named from outside. */
export async function findAccount(
  db: BankExecutor,
  platformNo: string,
  userNo: string,
): Promise<FoundAccount | undefined> {
  const [row] = await db
    .select()
    .from(account)
    .leftJoin(member, eq(member.accountId, account.id))
    .where(and(eq(account.platformNo, platformNo), eq(account.userNo, userNo)));
  if (!row || row.account.kind === 'core') return undefined;
  return { ...row.account, member: row.member };
}

/** @throws Refusal 100009 when there is no such account. */
export function requireAccount(found: FoundAccount | undefined): FoundAccount {
  if (!found) throw new Refusal('100009');
  return found;
}

/** @throws Refusal 100009 or 100010 when there is none or it may not do business. */
export function requireUsable(found: FoundAccount | undefined): FoundAccount {
  const usable = requireAccount(found);
  const { member: owner } = usable;
  if (owner && (owner.auditStatus !== 'PASSED' || owner.activeStatus !== 'ACTIVATED')) throw new Refusal('100010');
  return usable;
}
