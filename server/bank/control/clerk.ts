import { and, asc, desc, eq, type SQL, sql } from 'drizzle-orm';
import { account } from '#db/bank/schema/book.ts';
import { member, memberRequest } from '#db/bank/schema/members.ts';
import { transaction } from '#db/transaction.ts';
import type { Bank } from '../bank.ts';
import { DECISIONS, type Decision, decideRequest, findMemberRequest } from '../clerk/decide.ts';
import { BadInput, type Body, bodyText } from './input.ts';

const MOST = 500;
const MOST_DECIDED = 50;

async function requestsWhere(bank: Bank, platformNo: string, wanted: SQL, order: SQL, most: number) {
  const rows = await bank.pool.db
    .select()
    .from(memberRequest)
    .innerJoin(account, eq(account.id, memberRequest.accountId))
    .innerJoin(member, eq(member.accountId, memberRequest.accountId))
    .where(and(eq(memberRequest.platformNo, platformNo), wanted))
    .orderBy(order)
    .limit(most);
  return rows.map(({ member_request: one, account: { userNo }, member: owner }) => ({
    requestNo: one.requestNo,
    platformUserNo: userNo,
    userType: owner.userType,
    name: owner.realName ?? userNo,
    kind: one.kind,
    service: one.service,
    status: one.status,
    decisions: one.status === 'AUDIT' ? DECISIONS[one.kind] : [],
    wanted: { bankcardNo: one.bankcardNo, bankcode: one.bankcode, mobile: one.mobile, ...one.enterprise },
    present: { bankcardNo: owner.bankcardNo, bankcode: owner.bankcode, mobile: owner.mobile, ...owner.enterprise },
    reason: one.description,
    createdAt: one.createdAt.toISOString(),
    auditedAt: one.auditedAt?.toISOString() ?? null,
  }));
}

/**
 * GET clerk → {waiting: [{requestNo, platformUserNo, userType, name, kind, service, status, decisions, wanted, present,
 * reason, createdAt, auditedAt}], decided: […]}: what waits for the bank's clerk, the oldest first, and what was
 * decided last. `wanted` and `present` carry card, mobile number and the company's fields by the wire's names.
 */
export async function clerkSheet(bank: Bank, platformNo: string) {
  const isOpen = eq(memberRequest.status, 'AUDIT');
  const [waiting, decided] = await Promise.all([
    requestsWhere(bank, platformNo, isOpen, asc(memberRequest.createdAt), MOST),
    requestsWhere(bank, platformNo, sql`not ${isOpen}`, desc(memberRequest.auditedAt), MOST_DECIDED),
  ]);
  return { waiting, decided };
}

export type ClerkLine = Awaited<ReturnType<typeof clerkSheet>>['waiting'][number];

function decisionOf(body: Body, allowed: readonly Decision[]): Decision {
  const said = bodyText(body, 'decision');
  const found = allowed.find((decision) => decision === said);
  if (!found) throw new BadInput(`decision: one of ${allowed.join(', ')} expected`);
  return found;
}

/**
 * POST clerk/:requestNo {decision PASSED | BACK | REFUSED, reason?} → {requestNo, status}. A change of details can be
 * passed or refused, a change of card passed or sent back. The platform is told by a NOTIFY; 409 when it has been
 * decided before.
 */
export async function decideAtDesk(bank: Bank, platformNo: string, requestNo: string, body: Body) {
  const request = await findMemberRequest(bank.pool.db, platformNo, requestNo);
  if (!request) throw new BadInput(`no request ${requestNo}`, 404);
  const decision = decisionOf(body, DECISIONS[request.kind]);
  const reason = typeof body.reason === 'string' ? body.reason.trim().slice(0, 200) || undefined : undefined;
  await bank.dayEnd.operate((at) =>
    transaction(bank.pool, (tx) => decideRequest(tx, bank, request, { decision, reason, at }, { notifies: true })),
  );
  bank.wake.notifies();
  return { requestNo, status: decision };
}
