import { html } from 'hono/html';
import { booksSheet } from '../control/books.ts';
import type { Phrase } from '../pages/language.ts';
import type { Markup } from '../pages/layout.ts';
import { MODE_NAMES } from './account-pages.ts';
import type { DeskPage } from './desk-layout.ts';
import { column, grouped, table } from './table.ts';

const CHECKS = {
  sumIsZero: { zh: '全部账户合计为零', en: 'All accounts add up to zero' },
  arrivedEquation: { zh: '大账户 − 在途 = 已到账余额合计', en: 'Custody account − in clearing = Σ arrived balances' },
  receivableEquation: { zh: '应收渠道 = 待清算合计', en: 'Receivable from channels = Σ float' },
  clearingNotNegative: { zh: '在途不为负', en: 'In clearing is not negative' },
  balancesAreTheirTransfers: { zh: '余额 = 流水合计', en: 'Every balance is the sum of its transfers' },
  mirrorsAgree: { zh: '虚拟账户 = 电子账户', en: 'Every virtual account mirrors its e-account' },
  custodyPassesThrough: { zh: '大账户不留余额', en: 'The custody account keeps nothing' },
} as const satisfies Record<string, Phrase>;

const TILES = [
  ['custodyAccount', { zh: '存管大账户', en: 'Custody account' }],
  ['inClearing', { zh: '在途资金', en: 'In clearing' }],
  ['arrived', { zh: '已到账余额合计', en: 'Σ arrived balances' }],
  ['receivable', { zh: '应收渠道', en: 'Receivable from channels' }],
  ['float', { zh: '待清算合计', en: 'Σ float' }],
] as const satisfies readonly (readonly [string, Phrase])[];

const EMPTY: Phrase = {
  zh: '还没有平台。请用 POST /simulator/platforms 登记一个。',
  en: 'No platform yet. Register one with POST /simulator/platforms.',
};

/** The general ledger of the platform: its sums, its equations, its accounts by role. */
export async function overviewBody({ bank, language, platformNo }: DeskPage): Promise<Markup> {
  if (!platformNo) return html`<p>${EMPTY[language]}</p>`;
  const books = await booksSheet(bank, platformNo);
  type Role = (typeof books.roles)[number];
  return html`<p class="lead">${MODE_NAMES[books.custodyMode ?? 'direct'][language]}</p><dl class="tiles">${TILES.map(([name, words]) => html`<div><dt>${words[language]}</dt><dd>¥${grouped(books[name])}</dd></div>`)}</dl>
<ul class="checks">${Object.entries(books.checks).map(([name, holds]) => html`<li class="${holds ? 'good' : 'bad'}">${CHECKS[name as keyof typeof CHECKS][language]}</li>`)}</ul>
${table(
  language,
  [
    column<Role>('账户角色', 'Role', (row) => row.role),
    column<Role>('户数', 'Accounts', (row) => row.accounts, true),
    column<Role>('可用', 'Available', (row) => grouped(row.available), true),
    column<Role>('冻结', 'Frozen', (row) => grouped(row.frozen), true),
    column<Role>('待清算', 'Float', (row) => grouped(row.float), true),
  ],
  books.roles,
)}`;
}
