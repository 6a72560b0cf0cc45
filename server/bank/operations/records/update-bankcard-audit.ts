import { eq } from 'drizzle-orm';
import { member } from '#db/bank/schema/members.ts';
import { findMemberRequest } from '../../clerk/decide.ts';
import { belongs, type FindRecord, moment } from './record.ts';

/** UPDATE_BANKCARD_AUDIT: a change of card, AUDIT, PASSED or BACK. */
export const findCardChange: FindRecord = async (db, asked) => {
  const one = await findMemberRequest(db, asked.platformNo, asked.requestNo);
  if (one?.kind !== 'BIND_CARD' || !belongs(asked, one.userNo)) return undefined;
  const [owner] = await db.select().from(member).where(eq(member.accountId, one.accountId));
  return {
    requestNo: one.requestNo,
    platformUserNo: one.userNo,
    auditStatus: one.status,
    status: one.status,
    accessType: owner?.accessType,
    bankcardNo: one.bankcardNo ?? undefined,
    bankcode: one.bankcode ?? undefined,
    mobile: one.mobile ?? owner?.mobile ?? undefined,
    createTime: moment(one.createdAt),
    completedTime: moment(one.auditedAt),
  };
};
