import { payoutsSheet } from '../control/payouts.ts';
import type { Markup } from '../pages/layout.ts';
import type { DeskPage } from './desk-layout.ts';
import { column, grouped, shortTime, table } from './table.ts';

const timeOf = (at: string | null): string => (at ? shortTime(at) : '—');

/** Payouts with their states and moments, and the numbers under which failed ones came back. */
export async function payoutsBody({ bank, language, platformNo }: DeskPage & { platformNo: string }): Promise<Markup> {
  const { payouts } = await payoutsSheet(bank, platformNo, {});
  type Payout = (typeof payouts)[number];
  return table(
    language,
    [
      column<Payout>('流水号', 'Number', (row) => row.requestNo),
      column<Payout>('用户', 'User', (row) => row.platformUserNo),
      column<Payout>('金额', 'Amount', (row) => grouped(row.amount), true),
      column<Payout>('到账金额', 'Card gets', (row) => grouped(row.cardGets), true),
      column<Payout>('垫资', 'Advance', (row) => grouped(row.floatAmount), true),
      column<Payout>('出款类型', 'Leaves', (row) => `${row.remitType} ${row.withdrawForm}`),
      column<Payout>('状态', 'State', (row) => row.status),
      column<Payout>('受理', 'Accepted', (row) => timeOf(row.acceptedAt)),
      column<Payout>('出款', 'Left', (row) => timeOf(row.remitAt)),
      column<Payout>('完成', 'Ended', (row) => timeOf(row.completedAt)),
      column<Payout>('退回流水号', 'Came back as', (row) => row.backroll),
    ],
    payouts,
  );
}
