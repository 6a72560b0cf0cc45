import { useTranslations } from 'next-intl';
import { Amount } from '#components/money/amount.tsx';
import { Day } from '#components/time/day.tsx';
import { type ColumnOf, DataTable } from '#components/ui/data-table.tsx';
import type { PlainDate } from '#server/primitives/calendar.ts';
import { type Money, sum } from '#server/primitives/money.ts';

export type ScheduleLine = {
  period: number;
  dueOn: PlainDate;
  principal: Money;
  interest: Money;
  instalment: Money;
  balance?: Money;
};

/** A repayment plan, period by period, with its sums. */
export function ScheduleTable({ rows, caption }: { rows: readonly ScheduleLine[]; caption: string }) {
  const t = useTranslations('schedule');
  const figure = (label: string, pick: (row: ScheduleLine) => Money): ColumnOf<ScheduleLine> => ({
    label,
    end: true,
    cell: (row) => <Amount value={pick(row)} />,
    foot: <Amount value={sum(rows.map(pick))} />,
  });
  const columns: ColumnOf<ScheduleLine>[] = [
    { label: t('period'), cell: (row) => <span className="num text-faint">{row.period}</span>, foot: t('sum') },
    { label: t('dueOn'), cell: (row) => <Day value={row.dueOn} /> },
    figure(t('principal'), (row) => row.principal),
    figure(t('interest'), (row) => row.interest),
    { ...figure(t('total'), (row) => row.instalment), className: 'font-medium' },
  ];
  const balance: ColumnOf<ScheduleLine> = {
    label: t('balance'),
    end: true,
    className: 'text-faint',
    cell: (row) => (row.balance === undefined ? null : <Amount value={row.balance} />),
  };
  const withBalance = rows.some((row) => row.balance !== undefined);
  return (
    <DataTable
      caption={caption}
      columns={withBalance ? [...columns, balance] : columns}
      rows={rows}
      keyOf={(row) => row.period}
    />
  );
}
