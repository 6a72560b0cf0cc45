import { transaction } from '#db/transaction.ts';
import { minus } from '#server/primitives/money.ts';
import { acceptPayout, holdPayout, isSameDay, lockGround } from '../cash/accept.ts';
import { payoutFields } from '../cash/tell.ts';
import { ownerOf, readWantedPayout, type WantedPayout } from '../cash/wanted.ts';
import { claimNumber } from '../operations/claim-number.ts';
import { maskCard } from './identity.ts';
import { fact, PASSWORD_INPUT, passwordErrors, yuan } from './inputs.ts';
import type { Phrase } from './language.ts';
import type { PageOperation } from './page-operation.ts';

const CORPORATE: Phrase = { zh: '平台对公账户', en: 'Corporate account of the platform' };

function arrival({ withdrawForm, withdrawType }: WantedPayout): Phrase {
  if (withdrawForm === 'CONFIRMED') return { zh: '平台确认后下一日到账', en: 'The day after the platform confirms' };
  return isSameDay(withdrawType) ? { zh: '当日到账', en: 'Today' } : { zh: '下一日到账', en: 'Tomorrow' };
}

/** WITHDRAW: pays out to the bound card. What has not arrived yet is paid out on the same day only, by an advance. */
export const withdrawPage: PageOperation = {
  channel: 'page',
  open: async (call) => {
    const wanted = readWantedPayout(call);
    await ownerOf(call, wanted.userNo);
    await transaction(call.bank.pool, async (tx) => {
      const { set, ground } = await lockGround(tx, call, wanted);
      holdPayout(set, wanted, call.at, ground);
    });
  },
  view: async (call) => {
    const wanted = readWantedPayout(call);
    const owner = await ownerOf(call, wanted.userNo);
    const cardNo = owner.member?.bankcardNo;
    return {
      title: { zh: '提现', en: 'Withdraw' },
      lead: {
        zh: '输入交易密码后，款项从存管账户转出至下列银行卡。',
        en: 'With your password the money leaves your custody account for this card.',
      },
      facts: [
        fact('平台', 'Platform', call.platformNo),
        fact('付款用户', 'Payer', owner.userNo),
        fact('收款银行卡', 'Card', cardNo ? `${owner.member?.bankcode ?? ''} ${maskCard(cardNo)}` : CORPORATE),
        fact('到账时间', 'Arrives', arrival(wanted)),
        ...(wanted.commission > 0n
          ? [
              fact('平台佣金', 'Commission', yuan(wanted.commission)),
              fact('到账金额', 'The card gets', yuan(minus(wanted.amount, wanted.commission))),
            ]
          : []),
        fact('提现金额', 'Amount', yuan(wanted.amount), true),
      ],
      inputs: owner.member ? [PASSWORD_INPUT] : [],
      submit: { zh: '确认提现', en: 'Withdraw' },
    };
  },
  check: async (call, form) => passwordErrors(call.bank, await ownerOf(call, readWantedPayout(call).userNo), form),
  finish: async (tx, call) => {
    const wanted = readWantedPayout(call);
    await claimNumber(tx, call, wanted.requestNo);
    const owner = await ownerOf(call, wanted.userNo, tx);
    const payout = await acceptPayout(tx, call, wanted, owner);
    return { fields: payoutFields(payout), notify: true };
  },
};
