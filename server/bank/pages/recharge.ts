import { randomInt } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { BankExecutor, BankTransaction } from '#db/bank/pool.ts';
import { recharge } from '#db/bank/schema/cash.ts';
import { toWireTimestamp } from '#server/primitives/calendar.ts';
import { fen, type Money, minus, ZERO } from '#server/primitives/money.ts';
import { CORE_ACCOUNTS, INCOME_ACCOUNT } from '../book/chart.ts';
import { saveBook } from '../book/save.ts';
import { addLot, lockAccounts, moveMoney, type WorkingAccount } from '../book/working-set.ts';
import type { Call } from '../http/request.ts';
import { wireText } from '../http/write-json.ts';
import { OWN_CHANNEL, requireCashGateway, requireChannel } from '../modes/money-in.ts';
import { claimNumber } from '../operations/claim-number.ts';
import {
  oneOf,
  optionalAmount,
  optionalText,
  requiredAmount,
  requiredMoment,
  requiredNumber,
  requiredText,
} from '../operations/fields.ts';
import { type FoundAccount, findAccount, requireUsable } from '../operations/find-account.ts';
import { malformed, Refusal, refuse } from '../refusal.ts';
import { maskCard } from './identity.ts';
import { fact, PASSWORD_INPUT, passwordErrors, yuan } from './inputs.ts';
import type { PageOperation } from './page-operation.ts';

/** What a test card holds until it is funded otherwise: ¥1,000,000. */
export const NEW_CARD_FUNDS: Money = fen(100_000_000n);

function readWanted(call: Call) {
  requireCashGateway(call);
  const { request } = call;
  const amount = requiredAmount(request, 'amount');
  const commission = optionalAmount(request, 'commission') ?? ZERO;
  if (commission >= amount && commission > 0n) throw malformed('commission: not less than the amount');
  const payCompany = requiredText(request, 'expectPayCompany', 40);
  const asked = oneOf(request, 'rechargeWay', ['WEB', 'SWIFT'] as const);
  requireChannel(call, payCompany);
  return {
    userNo: requiredNumber(request, 'platformUserNo'),
    amount,
    commission,
    payCompany,
    rechargeWay: payCompany === OWN_CHANNEL ? ('BANK' as const) : asked,
    payType: optionalText(request, 'payType', 10) ?? null,
    bankcode: optionalText(request, 'bankcode', 20) ?? null,
    tellsFailure: optionalText(request, 'callbackMode') === 'DIRECT_CALLBACK',
  };
}

/** Who pays in: a member from the card that is bound, or the platform itself. */
async function payerOf(call: Call, db: BankExecutor = call.bank.pool.db): Promise<FoundAccount> {
  const payer = requireUsable(await findAccount(db, call.platformNo, readWanted(call).userNo));
  if (payer.member && !payer.member.bankcardNo) throw refuse('用户未绑定银行卡');
  return payer;
}

/** Takes the money off the card in the world outside; false when the card does not hold it. */
async function chargeCard(tx: BankTransaction, cardNo: string, amount: Money): Promise<boolean> {
  await tx.execute(sql`insert into card (card_no, balance) values (${cardNo}, ${NEW_CARD_FUNDS.toString()}::bigint)
    on conflict do nothing`);
  const charged = await tx.execute(sql`update card set balance = balance - ${amount.toString()}::bigint
    where card_no = ${cardNo} and balance >= ${amount.toString()}::bigint`);
  return charged.count === 1;
}

/**
 * Money in, the platform's commission out of it. A payment company owes it until it settles: channels → member, float
 * of today and of this channel. What comes by the bank's own channel is in the custody account at once:
 * custody account → cross-bank settlement → member.
 */
async function credit(tx: BankTransaction, call: Call, requestNo: string): Promise<void> {
  const { userNo, amount, commission, payCompany } = readWanted(call);
  const { platformNo, at, businessDate, bank } = call;
  const own = payCompany === OWN_CHANNEL;
  const { CUSTODY, SETTLEMENT, CHANNELS } = CORE_ACCOUNTS;
  const set = await lockAccounts(tx, platformNo, [
    userNo,
    INCOME_ACCOUNT,
    ...(own ? [CUSTODY, SETTLEMENT] : [CHANNELS]),
  ]);
  const find = (no: string): WorkingAccount => {
    const found = set.accounts.get(no);
    if (!found) throw new Refusal('100009');
    return found;
  };
  const buckets = { sourceBucket: 'available', targetBucket: 'available' } as const;
  const source = find(own ? SETTLEMENT : CHANNELS);
  if (own) {
    moveMoney(set, { source: find(CUSTODY), target: source, amount, bizType: 'SETTLEMENT', lineNumber: 0, ...buckets });
  }
  const legs = [
    { target: find(userNo), amount: minus(amount, commission), bizType: 'RECHARGE', lineNumber: 0 },
    { target: find(INCOME_ACCOUNT), amount: commission, bizType: 'COMMISSION', lineNumber: 1 },
  ];
  for (const leg of legs.filter((one) => one.amount > 0n)) {
    moveMoney(set, { source, ...buckets, ...leg });
    if (!own) addLot(leg.target, { date: businessDate, channel: payCompany, amount: leg.amount });
  }
  await saveBook(tx, set, bank.newId, { platformNo, requestNo, occurredAt: at, businessDate });
}

const TOMORROW = {
  zh: '款项从您绑定的银行卡转入存管账户，当日可用于投标，下一日到账后可提现。',
  en: 'From your bound card to your custody account: usable for bids today, withdrawable after it has settled tomorrow.',
};
const AT_ONCE = {
  zh: '款项经本行跨行清算转入存管账户，即时到账，可用于投标，也可提现。',
  en: 'From your bound card through this bank’s own settlement: it arrives at once, for bids and for withdrawing.',
};
const THE_BANK = { zh: '本行', en: 'This bank' };
const CORPORATE = { zh: '平台对公账户', en: 'Corporate account of the platform' };
const NO_FUNDS = { errorCode: '51', errorMessage: '银行卡余额不足' };

/** RECHARGE: pays in from the bound card through a payment company. rechargeStatus is the word that counts. */
export const rechargePage: PageOperation = {
  channel: 'page',
  open: async (call) => {
    requiredMoment(call.request, 'expired');
    const wanted = readWanted(call);
    if (wanted.rechargeWay === 'SWIFT' && !wanted.bankcode && !(await payerOf(call)).member?.bankcode) {
      throw malformed('bankcode: missing');
    }
    await payerOf(call);
  },
  view: async (call) => {
    const wanted = readWanted(call);
    const payer = await payerOf(call);
    const cardNo = payer.member?.bankcardNo;
    return {
      title: { zh: '充值', en: 'Pay in' },
      lead: wanted.payCompany === OWN_CHANNEL ? AT_ONCE : TOMORROW,
      facts: [
        fact('平台', 'Platform', call.platformNo),
        fact('收款用户', 'Payee', payer.userNo),
        fact('付款方式', 'Paid from', cardNo ? `${payer.member?.bankcode ?? ''} ${maskCard(cardNo)}` : CORPORATE),
        fact('支付渠道', 'Paid through', wanted.payCompany === OWN_CHANNEL ? THE_BANK : wanted.payCompany),
        ...(wanted.commission > 0n ? [fact('平台佣金', 'Commission', yuan(wanted.commission))] : []),
        fact('充值金额', 'Amount', yuan(wanted.amount), true),
      ],
      inputs: payer.member ? [PASSWORD_INPUT] : [],
      submit: { zh: '确认充值', en: 'Pay in' },
    };
  },
  check: async (call, form) => passwordErrors(call.bank, await payerOf(call), form),
  finish: async (tx, call) => {
    const wanted = readWanted(call);
    const requestNo = requiredNumber(call.request, 'requestNo');
    await claimNumber(tx, call, requestNo);
    const payer = await payerOf(call, tx);
    const cardNo = payer.member?.bankcardNo ?? null;
    const paid = cardNo === null || (await chargeCard(tx, cardNo, wanted.amount));
    if (paid) await credit(tx, call, requestNo);
    const { tellsFailure, userNo, ...stored } = wanted;
    const outcome = {
      status: paid ? ('SUCCESS' as const) : ('FAIL' as const),
      bankcode: wanted.bankcode ?? payer.member?.bankcode ?? null,
      payMobile: payer.member?.mobile ?? null,
      channelOrderNo: `${wanted.payCompany}${toWireTimestamp(call.at)}${randomInt(1e9).toString().padStart(9, '0')}`,
    };
    await tx.insert(recharge).values({
      ...stored,
      ...outcome,
      ...(paid ? {} : NO_FUNDS),
      platformNo: call.platformNo,
      requestNo,
      id: call.bank.newId(),
      accountId: payer.id,
      bankcardNo: cardNo,
      createdAt: call.at,
      transactionAt: call.at,
      businessDate: call.businessDate,
      ...(paid && wanted.payCompany === OWN_CHANNEL ? { matchedAt: call.at, arrivedAt: call.at } : {}),
    });
    return {
      fields: {
        platformUserNo: userNo,
        rechargeStatus: outcome.status,
        amount: wireText(wanted.amount),
        commission: wireText(wanted.commission),
        payCompany: wanted.payCompany,
        rechargeWay: wanted.rechargeWay,
        bankcode: outcome.bankcode ?? undefined,
        payMobile: outcome.payMobile ?? undefined,
        createTime: toWireTimestamp(call.at),
        ...(paid ? {} : { channelErrorCode: NO_FUNDS.errorCode, channelErrorMessage: NO_FUNDS.errorMessage }),
      },
      notify: paid || tellsFailure,
    };
  },
};
