import { transaction } from '#db/transaction.ts';
import { DECISIONS, decideRequest, findMemberRequest } from '../clerk/decide.ts';
import { Refusal } from '../refusal.ts';
import { claimNumber } from './claim-number.ts';
import { oneOf, requiredNumber } from './fields.ts';
import type { DirectOperation } from './operation.ts';

/** AUDIT_BIND_CARD: the platform passes a change of card, or sends it back. */
export const auditBindCard: DirectOperation = {
  channel: 'direct',
  run: async (call) => {
    const requestNo = requiredNumber(call.request, 'requestNo');
    const originalRequestNo = requiredNumber(call.request, 'originalRequestNo');
    const decision = oneOf(call.request, 'auditType', DECISIONS.BIND_CARD);
    await transaction(call.bank.pool, async (tx) => {
      await claimNumber(tx, call, requestNo);
      const original = await findMemberRequest(tx, call.platformNo, originalRequestNo);
      if (original?.kind !== 'BIND_CARD') throw new Refusal('100007', '用户换卡审核记录不存在!');
      const verdict = { decision, reason: undefined, at: call.at };
      await decideRequest(tx, call.bank, original, verdict, { notifies: false });
    });
    return { originalRequestNo, auditStatus: decision };
  },
};
