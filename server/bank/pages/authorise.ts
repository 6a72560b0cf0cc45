import type { BankExecutor } from '#db/bank/pool.ts';
import type { Call } from '../http/request.ts';
import { claimNumber } from '../operations/claim-number.ts';
import { requiredNumber } from '../operations/fields.ts';
import { type FoundAccount, findAccount, requireUsable } from '../operations/find-account.ts';
import { malformed, refuse } from '../refusal.ts';
import {
  authorisationFields,
  grant,
  namesOf,
  readAuthorisation,
  type WantedAuthorisation,
} from './authorisation-fields.ts';
import { fact, PASSWORD_INPUT, passwordErrors, yuan } from './inputs.ts';
import type { PageOperation } from './page-operation.ts';

function readWanted(call: Call): WantedAuthorisation {
  const wanted = readAuthorisation(call);
  if (wanted.kinds.length === 0) throw malformed('authList: missing');
  return wanted;
}

async function holderOf(call: Call, db: BankExecutor = call.bank.pool.db): Promise<FoundAccount> {
  return requireUsable(await findAccount(db, call.platformNo, requiredNumber(call.request, 'platformUserNo')));
}

/** USER_AUTHORIZATION: the customer lets the platform act without asking each time, up to an amount and a date. */
export const authorisationPage: PageOperation = {
  channel: 'page',
  open: async (call) => {
    const wanted = readWanted(call);
    if (wanted.validUntil < call.businessDate) throw refuse('授权截止日期已过');
    await holderOf(call);
  },
  view: async (call) => {
    const wanted = readWanted(call);
    const holder = await holderOf(call);
    return {
      title: { zh: '用户授权', en: 'Standing authorisation' },
      lead: {
        zh: '授权后，平台可在下列范围内发起交易，不再逐笔要求密码。您可随时撤销。',
        en: 'The platform may then act within these limits without your password each time. You can revoke it.',
      },
      facts: [
        fact('平台', 'Platform', call.platformNo),
        fact('用户', 'User', holder.userNo),
        fact('授权业务', 'For', namesOf(wanted.kinds), true),
        fact('单笔限额', 'Limit for each', wanted.amountLimit === undefined ? '—' : yuan(wanted.amountLimit)),
        fact('有效期至', 'Until', wanted.validUntil),
      ],
      inputs: [PASSWORD_INPUT],
      submit: { zh: '确认授权', en: 'Authorise' },
    };
  },
  check: async (call, form) => passwordErrors(call.bank, await holderOf(call), form),
  finish: async (tx, call) => {
    const wanted = readWanted(call);
    await claimNumber(tx, call, requiredNumber(call.request, 'requestNo'));
    const holder = await holderOf(call, tx);
    await grant(tx, holder.id, wanted, call.at);
    return { fields: { platformUserNo: holder.userNo, ...authorisationFields(wanted) }, notify: true };
  },
};
