import { and, asc, eq } from 'drizzle-orm';
import { authorisation } from '#db/bank/schema/members.ts';
import { toWireDate } from '#server/primitives/calendar.ts';
import { fen, minus, plus } from '#server/primitives/money.ts';
import { wireNumber } from '../http/write-json.ts';
import { requiredNumber } from './fields.ts';
import { findAccount, requireAccount } from './find-account.ts';
import type { DirectOperation } from './operation.ts';

/** QUERY_USER_INFORMATION: identity, authorisations and the five balances of a member or a platform account. */
export const queryUser: DirectOperation = {
  channel: 'direct',
  run: async ({ bank, platformNo, request }) => {
    const userNo = requiredNumber(request, 'platformUserNo');
    const found = requireAccount(await findAccount(bank.pool.db, platformNo, userNo));
    const granted = await bank.pool.db
      .select()
      .from(authorisation)
      .where(and(eq(authorisation.accountId, found.id)))
      .orderBy(asc(authorisation.kind));
    const standing = granted.filter((one) => one.validUntil >= bank.clock.businessDate());
    const balance = plus(found.available, found.frozen);
    const owner = found.member;
    return {
      platformUserNo: userNo,
      userType: owner?.userType ?? 'ORGANIZATION',
      userRole: found.role,
      auditStatus: owner?.auditStatus ?? 'PASSED',
      activeStatus: owner?.activeStatus ?? 'ACTIVATED',
      accessType: owner?.accessType ?? 'FULL_CHECKED',
      balance: wireNumber(balance),
      availableAmount: wireNumber(found.available),
      freezeAmount: wireNumber(found.frozen),
      arriveBalance: wireNumber(minus(balance, found.float)),
      floatBalance: wireNumber(found.float),
      bankcardNo: owner?.bankcardNo ?? undefined,
      bankcode: owner?.bankcode ?? undefined,
      mobile: owner?.mobile ?? undefined,
      authlist: standing.map((one) => one.kind).join(','),
      authLimitResultList: standing.map((one) => ({
        authType: one.kind,
        amount: one.amountLimit === null ? undefined : wireNumber(fen(one.amountLimit)),
        failTime: toWireDate(one.validUntil),
      })),
      isImportUserActivate: false,
      idCardType: owner?.idCardType ?? undefined,
      idCardNo: owner?.idCardNo ?? undefined,
      name: owner?.realName ?? undefined,
    };
  },
};
