import { type Money, ZERO } from '#server/primitives/money.ts';
import { saveBook } from '../book/save.ts';
import { lockAccounts, moveMoney } from '../book/working-set.ts';
import type { Call } from '../http/request.ts';
import { wireText } from '../http/write-json.ts';
import { claimNumber } from '../operations/claim-number.ts';
import { optionalText, requiredAmount, requiredMoment, requiredNumber } from '../operations/fields.ts';
import { type FoundAccount, findAccount, requireAccount, requireUsable } from '../operations/find-account.ts';
import { Refusal } from '../refusal.ts';
import type { TradeLine } from '../trade/lines.ts';
import { storeDone } from '../trade/store.ts';
import { fact, PASSWORD_INPUT, passwordErrors, yuan } from './inputs.ts';
import type { PageOperation } from './page-operation.ts';

type Deduction = { requestNo: string; userNo: string; targetNo: string; amount: Money; customDefine: string | null };

const readDeduction = ({ request }: Call): Deduction => ({
  requestNo: requiredNumber(request, 'requestNo'),
  userNo: requiredNumber(request, 'platformUserNo'),
  targetNo: requiredNumber(request, 'targetPlatformUserNo'),
  amount: requiredAmount(request, 'amount'),
  customDefine: optionalText(request, 'customDefine', 500) ?? null,
});

/** A member pays one of the platform's own accounts, and never the other way round. */
async function payerOf(call: Call, { userNo, targetNo }: Deduction): Promise<FoundAccount> {
  const { db } = call.bank.pool;
  const payer = requireUsable(await findAccount(db, call.platformNo, userNo));
  const target = requireAccount(await findAccount(db, call.platformNo, targetNo));
  if (payer.kind !== 'user' || target.kind !== 'platform') throw new Refusal('100011');
  return payer;
}

const lineOf = ({ userNo, targetNo, amount, customDefine }: Deduction): TradeLine => ({
  lineNumber: 1,
  bizType: 'DEDUCT',
  freezeRequestNo: null,
  sourceUserNo: userNo,
  targetUserNo: targetNo,
  amount,
  income: ZERO,
  share: null,
  customDefine,
  remark: null,
});

/** VERIFY_DEDUCT (验密扣费): the customer pays a fee out of what is available, with the password. */
export const verifyDeductPage: PageOperation = {
  channel: 'page',
  open: async (call) => {
    requiredMoment(call.request, 'expired');
    const wanted = readDeduction(call);
    if ((await payerOf(call, wanted)).available < wanted.amount) throw new Refusal('100014');
  },
  view: async (call) => {
    const wanted = readDeduction(call);
    const payer = await payerOf(call, wanted);
    return {
      title: { zh: '确认扣费', en: 'Confirm the fee' },
      lead: {
        zh: '输入交易密码后，下列费用将立即从您的可用余额中扣除。',
        en: 'With your password this fee is taken from your available balance at once.',
      },
      facts: [
        fact('平台', 'Platform', call.platformNo),
        fact('付款用户', 'Payer', wanted.userNo),
        fact('收款账户', 'Payee', wanted.targetNo),
        fact('扣费说明', 'What for', wanted.customDefine ?? '—'),
        fact('可用余额', 'Available', yuan(payer.available)),
        fact('扣费金额', 'Fee', yuan(wanted.amount), true),
      ],
      inputs: [PASSWORD_INPUT],
      submit: { zh: '确认', en: 'Confirm' },
    };
  },
  check: async (call, form) => passwordErrors(call.bank, await payerOf(call, readDeduction(call)), form),
  finish: async (tx, call) => {
    const wanted = readDeduction(call);
    const { platformNo, at, businessDate, bank } = call;
    const { requestNo, amount } = wanted;
    await claimNumber(tx, call, requestNo);
    const set = await lockAccounts(tx, platformNo, [wanted.userNo, wanted.targetNo]);
    const [source, target] = [set.accounts.get(wanted.userNo), set.accounts.get(wanted.targetNo)];
    if (!source || !target) throw new Refusal('100009');
    if (!source.usable) throw new Refusal('100010');
    if (source.available < amount) throw new Refusal('100014');
    const line = lineOf(wanted);
    moveMoney(set, { ...line, source, sourceBucket: 'available', target, targetBucket: 'available' });
    await saveBook(tx, set, bank.newId, { platformNo, requestNo, occurredAt: at, businessDate });
    const trade = { requestNo, tradeType: 'PLATFORM_SERVICE_DEDUCT', projectNo: null, saleRequestNo: null } as const;
    const done = { platformNo, id: bank.newId(), at, businessDate, commission: ZERO };
    await storeDone(tx, done, { ...trade, lines: [line] });
    return {
      fields: {
        platformUserNo: wanted.userNo,
        targetPlatformUserNo: wanted.targetNo,
        amount: wireText(amount),
        customDefine: wanted.customDefine ?? undefined,
      },
      notify: true,
    };
  },
};
