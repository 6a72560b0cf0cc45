import { and, eq } from 'drizzle-orm';
import type { BankExecutor } from '#db/bank/pool.ts';
import { type MemberRequestKind, memberRequest } from '#db/bank/schema/members.ts';
import type { Uuid } from '#server/primitives/ids.ts';

/** Whether a member has a change of this kind that nobody has decided yet. */
export async function isWaiting(db: BankExecutor, accountId: Uuid, kind: MemberRequestKind): Promise<boolean> {
  const [waiting] = await db
    .select({ requestNo: memberRequest.requestNo })
    .from(memberRequest)
    .where(and(eq(memberRequest.accountId, accountId), eq(memberRequest.kind, kind), eq(memberRequest.status, 'AUDIT')))
    .limit(1);
  return waiting !== undefined;
}
