import { html } from 'hono/html';
import { notifiesSheet } from '../control/sheets.ts';
import type { Markup } from '../pages/layout.ts';
import { type DeskPage, postButton } from './desk-layout.ts';
import { column, shortTime, table } from './table.ts';

type Place = DeskPage & { platformNo: string };

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
      column<Notify>('操作', 'Action', (row) => postButton(`/desk/notifies/${row.id}/redeliver`, again, desk)),
    ],
    notifies,
  );
}
