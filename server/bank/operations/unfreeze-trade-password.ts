import { eq } from 'drizzle-orm';
import { member } from '#db/bank/schema/members.ts';
import { transaction } from '#db/transaction.ts';
import { anyMemberOf, lockUserAccount } from '../pages/member-of.ts';
import { refuse } from '../refusal.ts';
import { claimNumber } from './claim-number.ts';
import { requiredNumber } from './fields.ts';
import type { DirectOperation } from './operation.ts';

/** UNFREEZE_TRADE_PASSWORD: unlocks the password that five wrong tries have locked. */
export const unfreezeTradePassword: DirectOperation = {
  channel: 'direct',
  run: async (call) => {
    const requestNo = requiredNumber(call.request, 'requestNo');
    const userNo = requiredNumber(call.request, 'platformUserNo');
    await transaction(call.bank.pool, async (tx) => {
      await claimNumber(tx, call, requestNo);
      await lockUserAccount(tx, call.platformNo, userNo);
      const { member: owner } = await anyMemberOf(call, tx);
      if (!owner.passwordLockedAt) throw refuse('该用户密码未被冻结');
      await tx
        .update(member)
        .set({ wrongPasswords: 0, passwordLockedAt: null })
        .where(eq(member.accountId, owner.accountId));
    });
    return { platformUserNo: userNo };
  },
};
