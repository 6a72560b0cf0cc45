import { html } from 'hono/html';
import { freezesSheet, projectSheet, tradeSheet } from '../control/sheets.ts';
import type { Markup } from '../pages/layout.ts';
import { linkTo, type Place } from './account-pages.ts';
import { listProjects, listTrades, type ProjectLine, type TradeLine } from './lists.ts';
import { column, grouped, shortTime, table } from './table.ts';

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
  type Sale = (typeof sheet.sales)[number];
  const holdings = table(
    desk.language,
    [
      column<Held>('持有人', 'Holder', (row) => linkTo('accounts', row.platformUserNo, desk)),
      column<Held>('份额（元）', 'Share (yuan)', (row) => grouped(row.amount), true),
      column<Held>('已还本金', 'Repaid', (row) => grouped(row.repaid), true),
    ],
    sheet.holdings,
  );
  const sales = table(
    desk.language,
    [
      column<Sale>('出让订单', 'Sale', (row) => row.requestNo),
      column<Sale>('出让人', 'Seller', (row) => linkTo('accounts', row.platformUserNo, desk)),
      column<Sale>('状态', 'State', (row) => row.status),
      column<Sale>('出让份额', 'Offered', (row) => grouped(row.share), true),
      column<Sale>('预处理中', 'Kept', (row) => grouped(row.reserved), true),
      column<Sale>('已确认', 'Sold', (row) => grouped(row.confirmed), true),
    ],
    sheet.sales,
  );
  return html`<p class="lead">${sheet.name} · ${sheet.status} · ¥${grouped(sheet.amount)}</p>${holdings}
<section><h2>${{ zh: '债权出让', en: 'Sales of shares' }[desk.language]}</h2>${sales}</section>`;
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
