import { html } from 'hono/html';
import { accountSheet } from '../control/accounts.ts';
import { freezesSheet, projectSheet, tradeSheet } from '../control/sheets.ts';
import type { Markup } from '../pages/layout.ts';
import type { DeskPage } from './desk-layout.ts';
import { type AccountLine, listAccounts, listProjects, listTrades, type ProjectLine, type TradeLine } from './lists.ts';
import { column, grouped, shortTime, table } from './table.ts';

type Place = DeskPage & { platformNo: string };

const linkTo = (place: string, no: string, { platformNo }: Place): Markup =>
  html`<a href="/desk/${place}/${encodeURIComponent(no)}?platformNo=${encodeURIComponent(platformNo)}">${no}</a>`;

export async function accountsBody(desk: Place, like: string): Promise<Markup> {
  const { bank, language, platformNo } = desk;
  const find = { zh: '查找用户编号', en: 'Find a user number' }[language];
  return html`<form class="tools" method="get"><input type="hidden" name="platformNo" value="${platformNo}">
<div><label for="like">${find}</label><input id="like" name="like" value="${like}"></div><button type="submit">${{ zh: '查找', en: 'Find' }[language]}</button></form>
${table(
  language,
  [
    column<AccountLine>('用户编号', 'User', (row) => linkTo('accounts', row.userNo, desk)),
    column<AccountLine>('角色', 'Role', (row) => row.role),
    column<AccountLine>('可用', 'Available', (row) => grouped(row.available), true),
    column<AccountLine>('冻结', 'Frozen', (row) => grouped(row.frozen), true),
    column<AccountLine>('待清算', 'Float', (row) => grouped(row.float), true),
  ],
  await listAccounts(bank, platformNo, like),
)}`;
}

export async function accountBody(desk: Place, userNo: string): Promise<Markup> {
  const { bank, language, platformNo } = desk;
  const sheet = await accountSheet(bank, platformNo, userNo);
  type Entry = (typeof sheet.entries)[number];
  const tiles = [
    [{ zh: '余额', en: 'Balance' }, sheet.balance],
    [{ zh: '可用', en: 'Available' }, sheet.availableAmount],
    [{ zh: '冻结', en: 'Frozen' }, sheet.freezeAmount],
    [{ zh: '已到账', en: 'Arrived' }, sheet.arriveBalance],
    [{ zh: '待清算', en: 'Float' }, sheet.floatBalance],
    [{ zh: '可提现', en: 'Withdrawable' }, sheet.withdrawable],
  ] as const;
  return html`<p class="lead">${sheet.role}</p><dl class="tiles">${tiles.map(([name, value]) => html`<div><dt>${name[language]}</dt><dd>¥${grouped(value)}</dd></div>`)}</dl>
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

export async function projectsBody(desk: Place): Promise<Markup> {
  return table(
    desk.language,
    [
      column<ProjectLine>('标的号', 'Project', (row) => linkTo('projects', row.projectNo, desk)),
      column<ProjectLine>('名称', 'Name', (row) => row.name),
      column<ProjectLine>('借款人', 'Borrower', (row) => linkTo('accounts', row.borrower, desk)),
      column<ProjectLine>('状态', 'State', (row) => row.status),
      column<ProjectLine>('金额', 'Amount', (row) => grouped(row.amount), true),
      column<ProjectLine>('已冻结', 'Pledged', (row) => grouped(row.pledged), true),
      column<ProjectLine>('已放款', 'Lent', (row) => grouped(row.loan), true),
      column<ProjectLine>('已还本金', 'Repaid', (row) => grouped(row.repaid), true),
    ],
    await listProjects(desk.bank, desk.platformNo),
  );
}

export async function projectBody(desk: Place, projectNo: string): Promise<Markup> {
  const sheet = await projectSheet(desk.bank, desk.platformNo, projectNo);
  type Held = (typeof sheet.holdings)[number];
  return html`<p class="lead">${sheet.name} · ${sheet.status} · ¥${grouped(sheet.amount)}</p>${table(
    desk.language,
    [
      column<Held>('持有人', 'Holder', (row) => linkTo('accounts', row.platformUserNo, desk)),
      column<Held>('份额（元）', 'Share (yuan)', (row) => grouped(row.amount), true),
    ],
    sheet.holdings,
  )}`;
}

export async function freezesBody(desk: Place): Promise<Markup> {
  const { freezes } = await freezesSheet(desk.bank, desk.platformNo, { state: 'open', limit: '500' });
  type Freeze = (typeof freezes)[number];
  return table(
    desk.language,
    [
      column<Freeze>('流水号', 'Request', (row) => row.requestNo),
      column<Freeze>('用户', 'User', (row) => linkTo('accounts', row.platformUserNo, desk)),
      column<Freeze>('业务', 'Business', (row) => row.bizType),
      column<Freeze>('标的', 'Project', (row) => (row.projectNo ? linkTo('projects', row.projectNo, desk) : '')),
      column<Freeze>('金额', 'Amount', (row) => grouped(row.amount), true),
      column<Freeze>('已用', 'Used', (row) => grouped(row.used), true),
      column<Freeze>('已撤销', 'Cancelled', (row) => grouped(row.cancelled), true),
      column<Freeze>('剩余', 'Left', (row) => grouped(row.left), true),
    ],
    freezes,
  );
}

export async function tradesBody(desk: Place): Promise<Markup> {
  return table(
    desk.language,
    [
      column<TradeLine>('时间', 'Time', (row) => shortTime(row.at)),
      column<TradeLine>('流水号', 'Request', (row) => linkTo('trades', row.requestNo, desk)),
      column<TradeLine>('类型', 'Type', (row) => row.tradeType),
      column<TradeLine>('标的', 'Project', (row) => row.projectNo),
      column<TradeLine>('状态', 'State', (row) => `${row.status} ${row.error}`),
      column<TradeLine>('明细', 'Lines', (row) => row.lines, true),
      column<TradeLine>('合计', 'Total', (row) => grouped(row.total), true),
    ],
    await listTrades(desk.bank, desk.platformNo),
  );
}

export async function tradeBody(desk: Place, requestNo: string): Promise<Markup> {
  const sheet = await tradeSheet(desk.bank, desk.platformNo, requestNo);
  type Line = (typeof sheet.lines)[number];
  return html`<p class="lead">${sheet.tradeType} · ${sheet.status} ${sheet.errorMessage ?? ''}</p>${table(
    desk.language,
    [
      column<Line>('序号', 'No.', (row) => row.lineNumber, true),
      column<Line>('业务', 'Business', (row) => row.bizType),
      column<Line>('付方', 'From', (row) => linkTo('accounts', row.sourceUserNo, desk)),
      column<Line>('收方', 'To', (row) => (row.targetUserNo ? linkTo('accounts', row.targetUserNo, desk) : '')),
      column<Line>('冻结单号', 'Freeze', (row) => row.freezeRequestNo),
      column<Line>('金额', 'Amount', (row) => grouped(row.amount), true),
      column<Line>('利息', 'Interest', (row) => grouped(row.income), true),
      column<Line>('自定义', 'Own id', (row) => row.customDefine),
    ],
    sheet.lines,
  )}`;
}
