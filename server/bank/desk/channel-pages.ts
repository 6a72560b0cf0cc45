import { html } from 'hono/html';
import { type BreakState, channelBreaksSheet } from '../control/channel-breaks.ts';
import type { Phrase } from '../pages/language.ts';
import type { Markup } from '../pages/layout.ts';
import type { DeskPage } from './desk-layout.ts';
import { column, grouped, shortTime, table } from './table.ts';

const STATES: Readonly<Record<BreakState, Phrase>> = {
  open: { zh: '待处理', en: 'Open' },
  confirmed: { zh: '已确认，待到账', en: 'Confirmed, not arrived yet' },
  arrived: { zh: '已到账', en: 'Arrived' },
  reversed: { zh: '已冲正', en: 'Reversed' },
};

const WORDS = {
  lead: {
    zh: '渠道对账文件中缺少的充值。在处理之前保持“待清算”，可用于投标，不能提现。',
    en: 'Recharges that the channel’s file of their day lacked. Until they are decided their money stays float: usable, not withdrawable.',
  },
  confirm: { zh: '渠道已补记，确认到账', en: 'Confirm: the channel pays' },
  reverse: { zh: '冲正', en: 'Reverse it' },
  how: {
    zh: '确认后在下一个 09:10 到账。冲正先扣首次入账用户的可用余额，不足部分由 SYS_GENERATE_001 以 FUNDS_TRANSFER 补足。',
    en: 'A confirmed one arrives at the next 09:10. A reversal takes what its first owner still has, and the rest from SYS_GENERATE_001 by FUNDS_TRANSFER.',
  },
} as const satisfies Record<string, Phrase>;

/** Breaks between the bank and the payment companies, with what the clerk can do about them. */
export async function channelsBody(desk: DeskPage & { platformNo: string }): Promise<Markup> {
  const { bank, language, platformNo } = desk;
  const { breaks } = await channelBreaksSheet(bank, platformNo);
  type Break = (typeof breaks)[number];
  const act = (row: Break, verb: 'confirm' | 'reverse'): Markup =>
    html`<form method="post" action="/desk/channels/${encodeURIComponent(row.requestNo)}/${verb}?platformNo=${encodeURIComponent(platformNo)}"><button type="submit">${WORDS[verb][language]}</button></form>`;
  return html`<p class="lead">${WORDS.lead[language]}</p><p class="hint">${WORDS.how[language]}</p>
${table(
  language,
  [
    column<Break>('充值日期', 'Paid in on', (row) => row.date),
    column<Break>('支付公司', 'Channel', (row) => row.payCompany),
    column<Break>('流水号', 'Number', (row) => row.requestNo),
    column<Break>('用户', 'User', (row) => row.platformUserNo),
    column<Break>('金额', 'Amount', (row) => grouped(row.amount), true),
    column<Break>('发现时间', 'Found', (row) => shortTime(row.missedAt)),
    column<Break>('状态', 'State', (row) => STATES[row.state][language]),
    column<Break>('操作', 'Action', (row) =>
      row.state === 'open' ? html`<div class="tools">${act(row, 'confirm')}${act(row, 'reverse')}</div>` : '',
    ),
  ],
  breaks,
)}`;
}
