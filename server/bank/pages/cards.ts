import luhn from 'fast-luhn';
import { Refusal, refuse } from '../refusal.ts';
import type { Phrase } from './language.ts';

type Bin = { prefix: string; bankcode: string; kind: 'debit' | 'credit' };

const bins = (bankcode: string, kind: Bin['kind'], ...prefixes: string[]): Bin[] =>
  prefixes.map((prefix) => ({ prefix, bankcode, kind }));

/** Prefixes of cards as UnionPay publishes them: enough to tell bank and kind in a simulation. */
const BINS: readonly Bin[] = [
  ...bins('ABOC', 'debit', '622848', '622849', '622845', '622821', '623052', '95599'),
  ...bins('ABOC', 'credit', '622836', '622837', '625996', '625336', '628268', '403361'),
  ...bins('ICBK', 'debit', '622202', '622203', '622208', '621226', '621225', '621558', '955880'),
  ...bins('ICBK', 'credit', '622230', '622235', '622237', '625330', '628286', '427020'),
  ...bins('PCBC', 'debit', '621700', '622700', '622280', '436742', '621284', '623668'),
  ...bins('PCBC', 'credit', '622166', '622168', '625362', '628266', '436718'),
  ...bins('BKCH', 'debit', '621660', '621661', '621663', '621785', '621790', '456351', '601382'),
  ...bins('BKCH', 'credit', '622760', '622755', '625905', '628388', '514957'),
  ...bins('COMM', 'debit', '622260', '622262', '622258', '621069', '405512'),
  ...bins('COMM', 'credit', '622252', '622253', '622656', '625028', '628216'),
  ...bins('PSBC', 'debit', '622188', '621098', '621096', '621799', '955100'),
  ...bins('PSBC', 'credit', '622810', '622811', '625919', '628310'),
  ...bins('CMBC', 'debit', '622622', '622615', '622617', '621691', '415599'),
  ...bins('CMBC', 'credit', '622600', '622601', '625188', '628258', '421869'),
  ...bins('CMBCHINA', 'debit', '622580', '622588', '621286', '621483', '621485', '402658'),
  ...bins('CMBCHINA', 'credit', '622575', '622576', '625802', '628362', '518710'),
  ...bins('FJIB', 'debit', '622908', '622909', '622902', '438588', '966666'),
  ...bins('FJIB', 'credit', '622922', '625087', '628212', '486493'),
  ...bins('EVER', 'debit', '622660', '622662', '622663', '621489', '303'),
  ...bins('EVER', 'credit', '622655', '622650', '625976', '628201'),
  ...bins('ECITIC', 'debit', '622690', '622691', '622696', '621771', '433670'),
  ...bins('ECITIC', 'credit', '622680', '622688', '628206', '514906'),
  ...bins('SPDB', 'debit', '622518', '622521', '621352', '621793', '456418'),
  ...bins('SPDB', 'credit', '622177', '622276', '625957', '628221'),
  ...bins('SZDB', 'debit', '622298', '622989', '621626', '623058'),
  ...bins('SZDB', 'credit', '622155', '622156', '628296', '531659'),
  ...bins('MSBC', 'debit', '621457', '621459', '622302'),
];

/** Every bank whose cards and accounts can be bound. */
const BANKS: ReadonlySet<string> = new Set(BINS.map((bin) => bin.bankcode));

export type CardVerdict = { ok: true; bankcode: string } | { ok: false; reason: Phrase; unsupported: boolean };

const refused = (zh: string, en: string, unsupported = false): CardVerdict => ({
  ok: false,
  reason: { zh, en },
  unsupported,
});

const UNSUPPORTED = refused(
  '非常抱歉，暂不支持此银行',
  'We are sorry: cards of this bank are not supported yet.',
  true,
);
const CREDIT = refused('仅支持借记卡，不能绑定信用卡', 'Only debit cards can be bound; this is a credit card.');

const binOf = (cardNo: string): Bin | undefined =>
  BINS.filter((one) => cardNo.startsWith(one.prefix)).sort((a, b) => b.prefix.length - a.prefix.length)[0];

/** Whether a card may be bound: a number that passes Luhn, of a bank the table knows, and a debit card. */
export function judgeCard(cardNo: string): CardVerdict {
  if (!/^\d{13,19}$/.test(cardNo) || !luhn(cardNo)) {
    return refused('银行卡号有误，请核对', 'This is not a valid card number. Please check it.');
  }
  const bin = binOf(cardNo);
  if (!bin) return UNSUPPORTED;
  return bin.kind === 'credit' ? CREDIT : { ok: true, bankcode: bin.bankcode };
}

/** Whether a company's account may be bound: it has no check digit, so the bank is the one that is named. */
export function judgeCompanyAccount(accountNo: string, bankcode: string): CardVerdict {
  if (!/^\d{8,32}$/.test(accountNo)) {
    return refused('对公账号有误，请核对', 'This is not a valid account number. Please check it.');
  }
  if (!BANKS.has(bankcode)) return UNSUPPORTED;
  if (/^\d{16}$/.test(accountNo) && luhn(accountNo) && binOf(accountNo)?.kind === 'credit') return CREDIT;
  return { ok: true, bankcode };
}

/** The refusal of a card as the wire has it: 100012 for a bank that is not supported, else 100008 with the reason. */
export const cardRefusal = (verdict: Extract<CardVerdict, { ok: false }>): Refusal =>
  verdict.unsupported ? new Refusal('100012', undefined, 'bankcardNo') : refuse(verdict.reason.zh, 'bankcardNo');
