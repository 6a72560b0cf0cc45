import { html } from 'hono/html';
import { notifiesSheet, requestsSheet } from '../control/sheets.ts';
import { FAULT_NAMES, type FaultSwitch } from '../faults/fault-box.ts';
import type { Markup } from '../pages/layout.ts';
import type { DeskPage } from './desk-layout.ts';
import { type DayLine, listDays } from './lists.ts';
import { column, shortTime, table } from './table.ts';

type Place = DeskPage & { platformNo: string };

const button = (action: string, label: string, { platformNo }: DeskPage): Markup =>
  html`<form method="post" action="${action}?platformNo=${encodeURIComponent(platformNo ?? '')}"><button type="submit">${label}</button></form>`;

export async function filesBody(desk: Place): Promise<Markup> {
  const { bank, language, platformNo } = desk;
  const get = { zh: '下载', en: 'Download' }[language];
  return table(
    language,
    [
      column<DayLine>('日期', 'Date', (row) => row.date),
      column<DayLine>('已运行', 'Run', (row) => row.steps),
      column<DayLine>('充值', 'Recharges', (row) => row.recharges, true),
      column<DayLine>('交易', 'Trades', (row) => row.trades, true),
      column<DayLine>('平台已确认', 'Confirmed', (row) => (row.confirmed ? '✓' : '')),
      column<DayLine>('文件', 'File', (row) =>
        row.steps.includes('00:10')
          ? html`<a href="/simulator/checkfiles/${row.date}?platformNo=${encodeURIComponent(platformNo)}">${get}</a>`
          : '',
      ),
    ],
    await listDays(bank, platformNo),
  );
}

export async function notifiesBody(desk: Place, query: Record<string, string>): Promise<Markup> {
  const { notifies } = await notifiesSheet(desk.bank, desk.platformNo, { limit: '100', ...query });
  type Notify = (typeof notifies)[number];
  const again = { zh: '重新发送', en: 'Deliver now' }[desk.language];
  return table(
    desk.language,
    [
      column<Notify>('时间', 'Time', (row) => shortTime(row.createdAt)),
      column<Notify>('业务', 'Service', (row) => row.service),
      column<Notify>('流水号', 'Request', (row) => row.requestNo),
      column<Notify>('状态', 'State', (row) => row.state),
      column<Notify>(
        '投递',
        'Deliveries',
        (row) =>
          html`<pre>${row.deliveries.map((one) => `${shortTime(one.at)} ${one.httpStatus ?? '—'} ${one.taken ? '✓' : '✗'} ${one.fault ?? ''} ${(one.answer ?? '').slice(0, 60)}`).join('\n')}</pre>`,
      ),
      column<Notify>('操作', 'Action', (row) => button(`/desk/notifies/${row.id}/redeliver`, again, desk)),
    ],
    notifies,
  );
}

export async function requestsBody(desk: DeskPage, query: Record<string, string>): Promise<Markup> {
  const { requests } = await requestsSheet(desk.bank, { limit: '100', ...query });
  type Entry = (typeof requests)[number];
  const signature = (row: Entry): string =>
    row.signatureValid === null ? '—' : row.signatureValid ? '✓' : `✗ ${row.signatureNote ?? ''}`;
  return table(
    desk.language,
    [
      column<Entry>('时间', 'Time', (row) => shortTime(row.at)),
      column<Entry>('业务', 'Service', (row) => `${row.endpoint} ${row.service ?? ''}`),
      column<Entry>('签名', 'Signature', signature),
      column<Entry>('请求', 'Request', (row) => html`<pre>${(row.reqData ?? '').slice(0, 600)}</pre>`),
      column<Entry>('应答', 'Answer', (row) => html`<pre>${row.httpStatus} ${(row.answer ?? '').slice(0, 600)}</pre>`),
      column<Entry>('故障', 'Fault', (row) => row.fault),
      column<Entry>('毫秒', 'ms', (row) => row.durationMs, true),
    ],
    requests,
  );
}

const say = (zh: string, en: string) => ({ zh, en });
const WORDS = {
  clock: say('银行时钟', 'The bank’s clock'),
  days: say('前进天数', 'Days forward'),
  forward: say('前进', 'Move on'),
  faults: say('故障开关', 'Fault switches'),
  service: say('业务（* 为全部）', 'Service (* for all)'),
  fault: say('故障', 'Fault'),
  next: say('次数', 'Times'),
  on: say('打开', 'Switch on'),
  off: say('关闭', 'Switch off'),
};

export function switchesBody(desk: DeskPage): Markup {
  const { bank, language } = desk;
  const query = `?platformNo=${encodeURIComponent(desk.platformNo ?? '')}`;
  const word = (name: keyof typeof WORDS): string => WORDS[name][language];
  return html`<h2>${word('clock')}</h2><p>${shortTime(bank.clock.now())}</p>
<form class="tools" method="post" action="/desk/clock${query}"><div><label for="days">${word('days')}</label><input id="days" name="advanceDays" type="number" min="0" max="366" value="1"></div><button type="submit">${word('forward')}</button></form>
<h2>${word('faults')}</h2><form class="tools" method="post" action="/desk/faults${query}">
<div><label for="service">${word('service')}</label><input id="service" name="service" value="*"></div>
<div><label for="fault">${word('fault')}</label><select id="fault" name="fault">${FAULT_NAMES.map((name) => html`<option>${name}</option>`)}</select></div>
<div><label for="next">${word('next')}</label><input id="next" name="next" type="number" min="1" value="1"></div><button type="submit">${word('on')}</button></form>
${table(
  language,
  [
    column<FaultSwitch>('业务', 'Service', (row) => row.service),
    column<FaultSwitch>('故障', 'Fault', (row) => row.fault),
    column<FaultSwitch>('剩余', 'Left', (row) => row.remaining ?? `p = ${row.probability}`, true),
    column<FaultSwitch>('已触发', 'Fired', (row) => row.fired, true),
    column<FaultSwitch>('操作', 'Action', (row) => button(`/desk/faults/${row.id}/remove`, word('off'), desk)),
  ],
  bank.faults.list(),
)}`;
}
