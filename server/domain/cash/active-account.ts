import { eq } from 'drizzle-orm';
import type { Executor } from '#db/pool.ts';
import { account } from '#db/schema/accounts.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { CustomerActor } from '../actors.ts';

/**
 * The actor's own account, which the bank has opened.
 * @throws DomainError ACCOUNT_NOT_OPEN
 */
export async function activeAccount(db: Executor, actor: CustomerActor) {
  const [row] = actor.accountId
    ? await db
        .select({
          id: account.id,
          state: account.state,
          platformUserNo: account.platformUserNo,
          bankCode: account.bankCode,
        })
        .from(account)
        .where(eq(account.id, actor.accountId))
    : [];
  if (row?.state !== 'active') throw new DomainError('ACCOUNT_NOT_OPEN', 'the account at the bank is not open');
  return row;
}
