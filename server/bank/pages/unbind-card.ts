import { and, eq, inArray } from 'drizzle-orm';
import type { BankExecutor } from '#db/bank/pool.ts';
import { withdrawal } from '#db/bank/schema/cash.ts';
import { member } from '#db/bank/schema/members.ts';
import { isWaiting } from '../clerk/waiting.ts';
import { claimNumber } from '../operations/claim-number.ts';
import { requiredNumber } from '../operations/fields.ts';
import { refuse } from '../refusal.ts';
import { CHANGE_UNDER_REVIEW } from './bind-card.ts';
import { maskCard } from './identity.ts';
import { fact, PASSWORD_INPUT, passwordErrors } from './inputs.ts';
import { lockedMemberOf, type MemberAccount, memberOf } from './member-of.ts';
import type { PageOperation } from './page-operation.ts';

/** Money that is here, or still on its way out, could not go anywhere without the card. */
async function refuseBound(db: BankExecutor, owner: MemberAccount): Promise<void> {
  if (!owner.member.bankcardNo) throw refuse('用户未绑定银行卡');
  if (await isWaiting(db, owner.id, 'BIND_CARD')) throw refuse(CHANGE_UNDER_REVIEW);
  if (owner.available !== 0n || owner.frozen !== 0n) throw refuse('账户仍有余额，不能解绑银行卡');
  const [open] = await db
    .select({ requestNo: withdrawal.requestNo })
    .from(withdrawal)
    .where(and(eq(withdrawal.accountId, owner.id), inArray(withdrawal.status, ['CONFIRMING', 'ACCEPT', 'REMITING'])))
    .limit(1);
  if (open) throw refuse('有未完成的提现，不能解绑银行卡');
}

/** UNBIND_BANKCARD: takes the card off an account that is empty. */
export const unbindCardPage: PageOperation = {
  channel: 'page',
  open: async (call) => refuseBound(call.bank.pool.db, await memberOf(call)),
  view: async (call) => {
    const { userNo, member: owner } = await memberOf(call);
    return {
      title: { zh: '解绑银行卡', en: 'Remove the bound card' },
      lead: {
        zh: '解绑后须重新绑定银行卡方可充值和提现。',
        en: 'You can pay in and withdraw again once another card is bound.',
      },
      facts: [
        fact('平台', 'Platform', call.platformNo),
        fact('用户', 'User', userNo),
        fact('银行卡', 'Bank card', `${owner.bankcode ?? ''} ${maskCard(owner.bankcardNo ?? '')}`, true),
      ],
      inputs: [PASSWORD_INPUT],
      submit: { zh: '确认解绑', en: 'Remove the card' },
    };
  },
  check: async (call, form) => passwordErrors(call.bank, await memberOf(call), form),
  finish: async (tx, call) => {
    await claimNumber(tx, call, requiredNumber(call.request, 'requestNo'));
    const owner = await lockedMemberOf(tx, call);
    await refuseBound(tx, owner);
    await tx.update(member).set({ bankcardNo: null, bankcode: null }).where(eq(member.accountId, owner.id));
    return { fields: { platformUserNo: owner.userNo }, notify: true };
  },
};
