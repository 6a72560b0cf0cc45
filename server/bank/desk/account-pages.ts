import { html } from 'hono/html';
import type { CoreRole } from '#db/bank/schema/book.ts';
import type { CustodyMode } from '#db/bank/schema/platforms.ts';
import { CORE_ACCOUNTS } from '../book/chart.ts';
import { accountSheet } from '../control/accounts.ts';
import { booksSheet } from '../control/books.ts';
import type { Phrase } from '../pages/language.ts';
import type { Markup } from '../pages/layout.ts';
import { type AccountLine, listAccounts } from './account-lists.ts';
import type { DeskPage } from './desk-layout.ts';
import { type Column, column, grouped, shortTime, table } from './table.ts';

export type Place = DeskPage & { platformNo: string };

export const linkTo = (place: string, no: string, { platformNo }: Place): Markup =>
  html`<a href="/desk/${place}/${encodeURIComponent(no)}?platformNo=${encodeURIComponent(platformNo)}">${no}</a>`;

export const MODE_NAMES: Readonly<Record<CustodyMode, Phrase>> = {
  direct: {
    zh: '直接存管（单核心）：虚拟账户共用一个大账户',
    en: 'Direct custody: virtual accounts over one custody account',
  },
  linked: {
    zh: '银行直联（双核心）：虚拟账户是本人电子账户的镜像，大账户只过账、不留余额',
    en: 'Linked custody: virtual accounts mirror the members’ own e-accounts; the custody account only passes money on',
  },
  joint: { zh: '联合存管：支付公司收款，银行出款', en: 'Joint custody: payment companies collect, the bank pays out' },
};

const CORE_NAMES: Readonly<Record<CoreRole, Phrase>> = {
  CUSTODY: { zh: '存管大账户', en: 'Custody account' },
  EACCOUNT: { zh: '电子账户合计', en: 'Σ e-accounts' },
  CLEARING: { zh: '在途资金', en: 'In clearing' },
  CHANNELS: { zh: '应收支付公司', en: 'Receivable from payment companies' },
  SETTLEMENT: { zh: '跨行结算', en: 'Cross-bank settlement' },
  OWN: { zh: '平台自有资金', en: 'Own funds of the platform' },
  ADVANCE: { zh: '法透垫资', en: 'Advance' },
  CARDS: { zh: '银行卡', en: 'Cards' },
};

const LAYERS = {
  core: { zh: '一、核心总账', en: '1 · Core ledger' },
  platform: { zh: '二、平台账户', en: '2 · Platform accounts' },
  user: { zh: '三、会员账户', en: '3 · Members' },
} as const satisfies Record<string, Phrase>;

const MIRRORS: readonly Column<AccountLine>[] = [
  column<AccountLine>('电子账户可用', 'E-account available', (row) => grouped(row.eAccount?.available ?? '0.00'), true),
  column<AccountLine>('电子账户冻结', 'E-account frozen', (row) => grouped(row.eAccount?.frozen ?? '0.00'), true),
];

function virtualAccounts(desk: Place, linked: boolean, rows: readonly AccountLine[]): Markup {
  return table(
    desk.language,
    [
      column<AccountLine>('用户编号', 'User', (row) => linkTo('accounts', row.userNo, desk)),
      column<AccountLine>('角色', 'Role', (row) => row.role),
      column<AccountLine>('可用', 'Available', (row) => grouped(row.available), true),
      column<AccountLine>('冻结', 'Frozen', (row) => grouped(row.frozen), true),
      column<AccountLine>('待清算', 'Float', (row) => grouped(row.float), true),
      ...(linked ? MIRRORS : []),
    ],
    rows,
  );
}

/** The accounts by layer: the core's ledger, the platform's own, the members with their e-accounts beside them. */
export async function accountsBody(desk: Place, like: string): Promise<Markup> {
  const { bank, language, platformNo } = desk;
  const books = await booksSheet(bank, platformNo);
  type Line = (typeof books.ledger)[number];
  const linked = books.custodyMode === 'linked';
  const find = { zh: '查找用户编号', en: 'Find a user number' }[language];
  const nameOf = (row: Line) => (row.role === 'EACCOUNT' ? '' : linkTo('accounts', CORE_ACCOUNTS[row.role], desk));
  return html`<p class="lead">${MODE_NAMES[books.custodyMode ?? 'direct'][language]}</p>
<section><h2>${LAYERS.core[language]}</h2>${table(
    language,
    [
      column<Line>('账户', 'Account', (row) => CORE_NAMES[row.role][language]),
      column<Line>('编号', 'Number', nameOf),
      column<Line>('收入', 'Received', (row) => grouped(row.received), true),
      column<Line>('付出', 'Paid', (row) => grouped(row.paid), true),
      column<Line>('余额', 'Balance', (row) => grouped(row.balance), true),
    ],
    books.ledger,
  )}</section>
<section><h2>${LAYERS.platform[language]}</h2>${virtualAccounts(desk, linked, await listAccounts(bank, platformNo, 'platform', ''))}</section>
<section><h2>${LAYERS.user[language]}</h2>
<form class="tools" method="get"><input type="hidden" name="platformNo" value="${platformNo}">
<div><label for="like">${find}</label><input id="like" name="like" value="${like}"></div><button type="submit">${{ zh: '查找', en: 'Find' }[language]}</button></form>
${virtualAccounts(desk, linked, await listAccounts(bank, platformNo, 'user', like))}</section>`;
}

const COUNTER = {
  filled: { zh: '柜台存入电子账户（元）', en: 'Pay into the e-account at the counter (yuan)' },
  paid: { zh: '柜台存入（元）', en: 'Pay in at the counter (yuan)' },
  button: { zh: '存入', en: 'Pay in' },
} as const satisfies Record<string, Phrase>;

function counterForm({ language, platformNo }: Place, userNo: string, linked: boolean): Markup {
  const label = linked ? COUNTER.filled : COUNTER.paid;
  return html`<form class="tools" method="post" action="/desk/accounts/${encodeURIComponent(userNo)}/deposit?platformNo=${encodeURIComponent(platformNo)}">
<div><label for="amount">${label[language]}</label><input id="amount" name="amount" inputmode="decimal" required></div><button type="submit">${COUNTER.button[language]}</button></form>`;
}

const TILES = [
  ['balance', { zh: '余额', en: 'Balance' }],
  ['availableAmount', { zh: '可用', en: 'Available' }],
  ['freezeAmount', { zh: '冻结', en: 'Frozen' }],
  ['arriveBalance', { zh: '已到账', en: 'Arrived' }],
  ['floatBalance', { zh: '待清算', en: 'Float' }],
  ['withdrawable', { zh: '可提现', en: 'Withdrawable' }],
] as const satisfies readonly (readonly [string, Phrase])[];

/** The book of one account: what it holds and every transfer, the newest first. */
export async function accountBody(desk: Place, userNo: string): Promise<Markup> {
  const { bank, language, platformNo } = desk;
  const sheet = await accountSheet(bank, platformNo, userNo);
  type Entry = (typeof sheet.entries)[number];
  const linked = bank.keys.platform(platformNo)?.custodyMode === 'linked';
  return html`<p class="lead">${sheet.role}${sheet.mirrorNo ? html` · ${linkTo('accounts', sheet.mirrorNo, desk)}` : ''}</p><dl class="tiles">${TILES.map(([name, words]) => html`<div><dt>${words[language]}</dt><dd>¥${grouped(sheet[name])}</dd></div>`)}</dl>
${sheet.kind === 'core' ? '' : counterForm(desk, userNo, linked)}
${table(
  language,
  [
    column<Entry>('时间', 'Time', (row) => shortTime(row.at)),
    column<Entry>('流水号', 'Request', (row) => row.requestNo),
    column<Entry>('业务', 'Business', (row) => row.bizType),
    column<Entry>('付方', 'From', (row) => `${row.source} ${row.sourceBucket}`),
    column<Entry>('收方', 'To', (row) => `${row.target} ${row.targetBucket}`),
    column<Entry>('金额', 'Amount', (row) => grouped(row.amount), true),
  ],
  sheet.entries,
)}`;
}
