import { and, eq } from 'drizzle-orm';
import type { BankExecutor, BankTransaction } from '#db/bank/pool.ts';
import { account } from '#db/bank/schema/book.ts';
import { type MemberRequestKind, member, memberRequest } from '#db/bank/schema/members.ts';
import { toWireTimestamp } from '#server/primitives/calendar.ts';
import type { Bank } from '../bank.ts';
import { successEnvelope } from '../http/envelope.ts';
import { type AnswerFields, writeJson } from '../http/write-json.ts';
import { enqueueNotify } from '../notify/enqueue.ts';
import { findAccount, requireAccount } from '../operations/find-account.ts';
import { authorisationFields, grantedTo } from '../pages/authorisation-fields.ts';
import { qualificationChanged } from '../pages/enterprise-fields.ts';
import { lockUserAccount } from '../pages/member-of.ts';
import { refuse } from '../refusal.ts';

export type Decision = 'PASSED' | 'BACK' | 'REFUSED';

/** What can be decided about each kind of request. */
export const DECISIONS: Readonly<Record<MemberRequestKind, readonly Decision[]>> = {
  ENTERPRISE_REGISTER: ['PASSED', 'BACK', 'REFUSED'],
  ENTERPRISE_UPDATE: ['PASSED', 'REFUSED'],
  BIND_CARD: ['PASSED', 'BACK'],
};

export type MemberRequest = typeof memberRequest.$inferSelect;
type Owner = typeof member.$inferSelect;
type Verdict = { decision: Decision; reason: string | undefined; at: Date };

/** The request of a number with the number of its account, or undefined. */
export async function findMemberRequest(
  db: BankExecutor,
  platformNo: string,
  requestNo: string,
): Promise<(MemberRequest & { userNo: string }) | undefined> {
  const [row] = await db
    .select()
    .from(memberRequest)
    .innerJoin(account, eq(account.id, memberRequest.accountId))
    .where(and(eq(memberRequest.platformNo, platformNo), eq(memberRequest.requestNo, requestNo)));
  return row && { ...row.member_request, userNo: row.account.userNo };
}

/** What the request does to its member when it is decided so; nothing when only the request itself is closed. */
function effectOf(request: MemberRequest, owner: Owner, decision: Decision): Partial<Owner> | undefined {
  if (request.kind === 'ENTERPRISE_REGISTER') {
    if (decision !== 'PASSED') return { auditStatus: decision };
    return { auditStatus: decision, activeStatus: 'ACTIVATED', accessType: 'PART_CHECKED' };
  }
  if (decision !== 'PASSED') return undefined;
  if (request.kind === 'BIND_CARD') {
    const { bankcardNo, bankcode } = request;
    return { bankcardNo, bankcode, mobile: request.mobile ?? owner.mobile };
  }
  const { enterprise } = request;
  return { enterprise, realName: enterprise?.enterpriseName ?? null, mobile: enterprise?.contactPhone ?? null };
}

/** What the platform is told: the audit's result is a NOTIFY of its own under the number of the request. */
async function noticeOf(tx: BankTransaction, request: MemberRequest, before: Owner, verdict: Verdict) {
  const { decision, reason } = verdict;
  const { bankcardNo, bankcode } = request;
  if (request.kind === 'ENTERPRISE_UPDATE') {
    const passed = decision === 'PASSED';
    const changed = passed && qualificationChanged(before.enterprise ?? {}, request.enterprise ?? {});
    return {
      reviewStatus: decision,
      reviewDescription: reason,
      qualificationModify: changed ? 'YES' : 'NO',
      ...(passed ? request.enterprise : {}),
    };
  }
  const [after] = await tx.select().from(member).where(eq(member.accountId, request.accountId));
  const common = { auditStatus: decision, accessType: after?.accessType, bankcardNo, bankcode };
  const told = decision === 'PASSED' ? {} : { errorMessage: reason };
  if (request.kind === 'BIND_CARD') return { ...common, mobile: request.mobile ?? before.mobile, ...told };
  const authorised = authorisationFields(await grantedTo(tx, request.accountId));
  return { userRole: before.role, ...common, ...authorised, ...told };
}

/**
 * Decides a request that waits, with its whole effect: the member's row, the request and, when the bank's own clerk
 * decides, the platform's notify. Throws Refusal 已经审核 when it has been decided before.
 */
export async function decideRequest(
  tx: BankTransaction,
  bank: Bank,
  request: MemberRequest & { userNo: string },
  verdict: Verdict,
  { notifies }: { notifies: boolean },
): Promise<void> {
  const { platformNo, requestNo, userNo } = request;
  const { decision, reason, at } = verdict;
  await lockUserAccount(tx, platformNo, userNo);
  const { member: owner } = requireAccount(await findAccount(tx, platformNo, userNo));
  const decided = await tx
    .update(memberRequest)
    .set({ status: decision, description: reason ?? null, auditedAt: at })
    .where(
      and(
        eq(memberRequest.platformNo, platformNo),
        eq(memberRequest.requestNo, requestNo),
        eq(memberRequest.status, 'AUDIT'),
      ),
    )
    .returning({ requestNo: memberRequest.requestNo });
  if (decided.length === 0 || !owner) throw refuse('已经审核');
  const effect = effectOf(request, owner, decision);
  if (effect) await tx.update(member).set(effect).where(eq(member.accountId, request.accountId));
  if (!notifies) return;
  const fields: AnswerFields = {
    transactionTime: toWireTimestamp(at),
    platformUserNo: userNo,
    ...(await noticeOf(tx, request, owner, verdict)),
  };
  await enqueueNotify(tx, bank.newId, {
    platformNo,
    service: request.service,
    requestNo,
    userDevice: request.userDevice,
    respData: writeJson(successEnvelope(requestNo, fields)),
  });
}
