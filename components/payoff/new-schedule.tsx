import { useTranslations } from 'next-intl';
import { Amount } from '#components/money/amount.tsx';
import { Day } from '#components/time/day.tsx';
import { type ColumnOf, DataTable } from '#components/ui/data-table.tsx';
import { Panel, PanelHead } from '#components/ui/panel.tsx';
import { type Money, plus, sum } from '#server/primitives/money.ts';
import type { PartView } from './views.ts';

type RowView = PartView['rows'][number];

/** The rest of the schedule as it will be, beside what was to be paid. */
export function NewSchedule({ rows }: { rows: readonly RowView[] }) {
  const t = useTranslations('payoff');
  const s = useTranslations('schedule');
  const figure = (label: string, pick: (row: RowView) => Money, className?: string): ColumnOf<RowView> => ({
    label,
    end: true,
    cell: (row) => <Amount value={pick(row)} />,
    foot: <Amount value={sum(rows.map(pick))} />,
    ...(className && { className }),
  });
  const columns: ColumnOf<RowView>[] = [
    { label: s('period'), cell: (row) => <span className="num text-faint">{row.number}</span>, foot: s('sum') },
    { label: s('dueOn'), cell: (row) => <Day value={row.dueOn} /> },
    figure(s('principal'), (row) => row.principal),
    figure(s('interest'), (row) => row.interest),
    figure(t('after'), (row) => plus(row.principal, row.interest), 'font-medium'),
    figure(t('before'), ({ was }) => plus(was.principal, was.interest), 'text-faint'),
  ];
  return (
    <Panel>
      <PanelHead title={t('newSchedule')} />
      <DataTable caption={t('newSchedule')} columns={columns} rows={rows} keyOf={(row) => row.number} />
    </Panel>
  );
}
