import { and, eq } from 'drizzle-orm';
import type { BankExecutor, BankTransaction } from '#db/bank/pool.ts';
import { account, type UserRole } from '#db/bank/schema/book.ts';
import { member } from '#db/bank/schema/members.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { WireObject } from '../http/json.ts';
import type { Call } from '../http/request.ts';
import { openEAccounts } from '../modes/e-accounts.ts';
import { requiredNumber } from '../operations/fields.ts';
import { malformed, type Refusal, refuse } from '../refusal.ts';

export const NUMBER_KNOWN = '平台用户编号已注册';
export const PERSON_KNOWN = '该证件号码已注册';

const numberKnown = (): Refusal => refuse(NUMBER_KNOWN);

/** The number that a platform wants for a new member; the bank's own numbers cannot be taken. */
export function wantedUserNo(request: WireObject): string {
  const userNo = requiredNumber(request, 'platformUserNo');
  if (/^(SYS_GENERATE_|#)/.test(userNo)) throw malformed('platformUserNo: reserved');
  return userNo;
}

/** @throws Refusal when the number is somebody's already. */
export async function refuseKnownNumber(db: BankExecutor, platformNo: string, userNo: string): Promise<void> {
  const [same] = await db
    .select({ id: account.id })
    .from(account)
    .where(and(eq(account.platformNo, platformNo), eq(account.userNo, userNo)));
  if (same) throw numberKnown();
}

/** @throws Refusal when this person has another account in this role at the platform. */
export async function refuseKnownPerson(
  db: BankExecutor,
  own: { platformNo: string; role: UserRole; id?: Uuid },
  idCardNo: string | undefined,
): Promise<void> {
  if (!idCardNo) return;
  const people = await db
    .select({ id: member.accountId })
    .from(member)
    .where(and(eq(member.platformNo, own.platformNo), eq(member.role, own.role), eq(member.idCardNo, idCardNo)));
  if (people.some((person) => person.id !== own.id)) throw refuse(PERSON_KNOWN);
}

/** Opens the empty account of a new member, with its e-account where the platform is linked. Of two at once the second throws Refusal. */
export async function openUserAccount(
  tx: BankTransaction,
  { bank, platformNo, at: createdAt }: Call,
  { userNo, role }: { userNo: string; role: UserRole },
): Promise<Uuid> {
  const accountId = bank.newId();
  const opened = await tx
    .insert(account)
    .values({ id: accountId, platformNo, userNo, kind: 'user', role, createdAt })
    .onConflictDoNothing()
    .returning({ id: account.id });
  if (opened.length === 0) throw numberKnown();
  await openEAccounts(tx, bank.newId, platformNo, createdAt, [userNo]);
  return accountId;
}
