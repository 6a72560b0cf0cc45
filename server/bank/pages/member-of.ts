import { sql } from 'drizzle-orm';
import type { BankExecutor, BankTransaction } from '#db/bank/pool.ts';
import type { Call } from '../http/request.ts';
import { requiredNumber } from '../operations/fields.ts';
import { type FoundAccount, findAccount, requireAccount, requireUsable } from '../operations/find-account.ts';
import { Refusal } from '../refusal.ts';

/** A user account with its owner. */
export type MemberAccount = FoundAccount & { member: NonNullable<FoundAccount['member']> };

function withOwner(found: FoundAccount): MemberAccount {
  const { member } = found;
  if (!member) throw new Refusal('100011');
  return { ...found, member };
}

const userNoOf = ({ request }: Call): string => requiredNumber(request, 'platformUserNo');

/** The member of platformUserNo in any state. Throws Refusal 100009, or 100011 for the platform's own accounts. */
export async function anyMemberOf(call: Call, db: BankExecutor = call.bank.pool.db): Promise<MemberAccount> {
  return withOwner(requireAccount(await findAccount(db, call.platformNo, userNoOf(call))));
}

/** The member of platformUserNo. Throws Refusal 100009, 100010 when it may not do business, 100011 as above. */
export async function memberOf(call: Call, db: BankExecutor = call.bank.pool.db): Promise<MemberAccount> {
  return withOwner(requireUsable(await findAccount(db, call.platformNo, userNoOf(call))));
}

/** Lets nobody else move the account's money or change its owner before this transaction ends; read it afterwards. */
export async function lockUserAccount(tx: BankTransaction, platformNo: string, userNo: string): Promise<void> {
  await tx.execute(sql`
    select id from account where platform_no = ${platformNo} and user_no = ${userNo} for update`);
}

/** The member of platformUserNo, locked: what is checked about it still holds when the effect is written. */
export async function lockedMemberOf(tx: BankTransaction, call: Call): Promise<MemberAccount> {
  await lockUserAccount(tx, call.platformNo, userNoOf(call));
  return memberOf(call, tx);
}
