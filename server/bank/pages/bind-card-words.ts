import type { UserType } from '#db/bank/schema/members.ts';
import type { Phrase } from './language.ts';

/** What the page for a person's card says, and what the one for a company's account does. */
export const CARD_WORDS = {
  PERSONAL: {
    change: { zh: '更换银行卡', en: 'Change the bound card' },
    bind: { zh: '绑定银行卡', en: 'Bind a card' },
    waits: {
      zh: '提交后须经审核，审核通过前仍使用原银行卡。',
      en: 'The change is reviewed first. Until then the present card counts.',
    },
    own: { zh: '仅可绑定本人名下的借记卡。', en: 'Only a debit card in your own name can be bound.' },
    present: { zh: '当前银行卡', en: 'Present card' },
    next: { zh: '新银行卡', en: 'New card' },
  },
  ORGANIZATION: {
    change: { zh: '更换对公账户', en: 'Change the company’s account' },
    bind: { zh: '绑定对公账户', en: 'Bind the company’s account' },
    waits: {
      zh: '提交后须经审核，审核通过前仍使用原账户。',
      en: 'The change is reviewed first. Until then the present account counts.',
    },
    own: { zh: '仅可绑定企业名下的对公账户。', en: 'Only an account in the company’s own name can be bound.' },
    present: { zh: '当前账户', en: 'Present account' },
    next: { zh: '新账户', en: 'New account' },
  },
} as const satisfies Record<UserType, Record<string, Phrase>>;
