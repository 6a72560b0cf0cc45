import { and, asc, desc, eq } from 'drizzle-orm';
import type { BankExecutor } from '#db/bank/pool.ts';
import { authorisation, type EnterpriseFields, type member, memberRequest } from '#db/bank/schema/members.ts';
import { toWireDate } from '#server/primitives/calendar.ts';
import { fen, minus, plus } from '#server/primitives/money.ts';
import { type AnswerFields, wireNumber } from '../http/write-json.ts';
import { heldBy } from '../modes/e-accounts.ts';
import { requiredNumber } from './fields.ts';
import { findAccount, requireAccount } from './find-account.ts';
import type { DirectOperation } from './operation.ts';

/** A company's own fields; its idCardNo is that of its legal representative. */
const companyOf = (company: EnterpriseFields | null | undefined): AnswerFields =>
  company ? { ...company, idCardNo: company.legalIdCardNo } : {};

/** Why the clerk has not passed a company, in his words. */
async function reviewOf(db: BankExecutor, owner: typeof member.$inferSelect | null): Promise<AnswerFields> {
  if (!owner || (owner.auditStatus !== 'BACK' && owner.auditStatus !== 'REFUSED')) return {};
  const [last] = await db
    .select({ description: memberRequest.description })
    .from(memberRequest)
    .where(and(eq(memberRequest.accountId, owner.accountId), eq(memberRequest.kind, 'ENTERPRISE_REGISTER')))
    .orderBy(desc(memberRequest.createdAt), desc(memberRequest.id))
    .limit(1);
  return { reviewDescription: last?.description ?? undefined };
}

/**
 * QUERY_USER_INFORMATION: identity, authorisations and the five balances of a member or a platform account. That a
 * company which was not passed reads `reviewDescription`, the clerk's words, is our own extension.
 */
export const queryUser: DirectOperation = {
  channel: 'direct',
  run: async ({ bank, platform, platformNo, request }) => {
    const userNo = requiredNumber(request, 'platformUserNo');
    const found = requireAccount(await findAccount(bank.pool.db, platformNo, userNo));
    const granted = await bank.pool.db
      .select()
      .from(authorisation)
      .where(and(eq(authorisation.accountId, found.id)))
      .orderBy(asc(authorisation.kind));
    const standing = granted.filter((one) => one.validUntil >= bank.clock.businessDate());
    const held = await heldBy(bank.pool.db, platform, found);
    const balance = plus(held.available, held.frozen);
    const owner = found.member;
    return {
      platformUserNo: userNo,
      userType: owner?.userType ?? 'ORGANIZATION',
      userRole: found.role,
      auditStatus: owner?.auditStatus ?? 'PASSED',
      activeStatus: owner?.activeStatus ?? 'ACTIVATED',
      accessType: owner?.accessType ?? 'FULL_CHECKED',
      balance: wireNumber(balance),
      availableAmount: wireNumber(held.available),
      freezeAmount: wireNumber(held.frozen),
      arriveBalance: wireNumber(minus(balance, held.float)),
      floatBalance: wireNumber(held.float),
      bankcardNo: owner?.bankcardNo ?? undefined,
      bankcode: owner?.bankcode ?? undefined,
      mobile: owner?.mobile ?? undefined,
      authlist: standing.map((one) => one.kind).join(','),
      authLimitResultList: standing.map((one) => ({
        authType: one.kind,
        amount: one.amountLimit === null ? undefined : wireNumber(fen(one.amountLimit)),
        failTime: toWireDate(one.validUntil),
      })),
      isImportUserActivate: !(owner?.imported && owner.activeStatus === 'DEACTIVATED'),
      idCardType: owner?.idCardType ?? undefined,
      idCardNo: owner?.idCardNo ?? undefined,
      name: owner?.realName ?? undefined,
      ...companyOf(owner?.enterprise),
      ...(await reviewOf(bank.pool.db, owner)),
    };
  },
};
