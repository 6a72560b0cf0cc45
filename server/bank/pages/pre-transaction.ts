import { transaction } from '#db/transaction.ts';
import { toDecimalText } from '#server/primitives/money.ts';
import type { Call } from '../http/request.ts';
import type { FreezeRequest } from '../operations/decide-freezes.ts';
import { requiredMoment } from '../operations/fields.ts';
import { type FoundAccount, findAccount, requireUsable } from '../operations/find-account.ts';
import { examineFreeze, placeFreezes } from '../operations/place-freezes.ts';
import { readWantedFreeze } from '../operations/pre-transaction.ts';
import type { FreezeType } from '../trade/business.ts';
import { fact, PASSWORD_INPUT, passwordErrors, yuan } from './inputs.ts';
import type { Phrase } from './language.ts';
import type { PageOperation } from './page-operation.ts';

const PURPOSES: Readonly<Record<FreezeType, Phrase>> = {
  TENDER: { zh: '投标', en: 'Bid' },
  REPAYMENT: { zh: '还款', en: 'Repayment' },
  CREDIT_ASSIGNMENT: { zh: '债权认购', en: 'Buying a claim' },
  COMPENSATORY: { zh: '代偿', en: 'Compensation' },
  COMPENSATORY_REPAYMENT: { zh: '还代偿款', en: 'Repaying a compensation' },
  PRETRANSACTION: { zh: '预处理', en: 'Reserved' },
};

async function payerOf(call: Call): Promise<FoundAccount> {
  return requireUsable(await findAccount(call.bank.pool.db, call.platformNo, readWantedFreeze(call).userNo));
}

const requestOf = (call: Call): FreezeRequest => ({
  wanted: readWantedFreeze(call),
  needsAuthorisation: false,
  at: call.at,
  businessDate: call.businessDate,
});

/** USER_PRE_TRANSACTION: the customer freezes money for a purpose with the password. */
export const preTransactionPage: PageOperation = {
  channel: 'page',
  open: async (call) => {
    requiredMoment(call.request, 'expired');
    const refusal = await transaction(call.bank.pool, (tx) => examineFreeze(tx, call.platformNo, requestOf(call)));
    if (refusal) throw refusal;
  },
  view: async (call) => {
    const wanted = readWantedFreeze(call);
    const payer = await payerOf(call);
    return {
      title: { zh: '确认冻结资金', en: 'Confirm the freeze' },
      lead: {
        zh: '输入交易密码后，下列金额将在您的账户中冻结，直至交易确认或撤销。',
        en: 'With your password this amount is frozen in your account until the transaction is confirmed or cancelled.',
      },
      facts: [
        fact('平台', 'Platform', call.platformNo),
        fact('付款用户', 'Payer', payer.userNo),
        fact('业务', 'Purpose', PURPOSES[wanted.bizType]),
        fact('标的', 'Project', wanted.projectNo ?? '—'),
        ...(wanted.share === null
          ? []
          : [
              fact('债权出让订单', 'Sale', wanted.saleNo ?? '—'),
              fact('认购份额', 'Shares', toDecimalText(wanted.share)),
            ]),
        fact('可用余额', 'Available', yuan(payer.available)),
        fact('冻结金额', 'Amount to freeze', yuan(wanted.amount), true),
      ],
      inputs: [PASSWORD_INPUT],
      submit: { zh: '确认', en: 'Confirm' },
    };
  },
  check: async (call, form) => passwordErrors(call.bank, await payerOf(call), form),
  finish: async (tx, call) => {
    const request = requestOf(call);
    const [refusal] = await placeFreezes(tx, call.bank.newId, call.platformNo, call.service, [request]);
    if (refusal) throw refusal;
    const { wanted } = request;
    return { fields: { platformUserNo: wanted.userNo, bizType: wanted.bizType }, notify: true };
  },
};
