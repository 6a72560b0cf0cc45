import { useTranslations } from 'next-intl';
import { Amount } from '#components/money/amount.tsx';
import { StateBadge } from '#components/states/state-badge.tsx';
import { Day, Moment } from '#components/time/day.tsx';
import type { InstalmentView } from '#components/trpc/outputs.ts';
import { type ColumnOf, DataTable } from '#components/ui/data-table.tsx';
import { Empty } from '#components/ui/empty.tsx';
import { Panel, PanelHead } from '#components/ui/panel.tsx';
import { type Money, plus, sum } from '#server/primitives/money.ts';

/** The plan as it stands in the books, with what has become of each instalment. */
export function Instalments({ rows }: { rows: readonly InstalmentView[] }) {
  const t = useTranslations('schedule');
  const s = useTranslations('instalments');
  const figure = (label: string, pick: (row: InstalmentView) => Money): ColumnOf<InstalmentView> => ({
    label,
    end: true,
    cell: (row) => <Amount value={pick(row)} />,
    foot: <Amount value={sum(rows.map(pick))} />,
  });
  const columns: ColumnOf<InstalmentView>[] = [
    { label: t('period'), cell: (row) => <span className="num text-faint">{row.number}</span>, foot: t('sum') },
    { label: t('dueOn'), cell: (row) => <Day value={row.dueOn} /> },
    { label: s('state'), cell: (row) => <StateBadge kind="instalment" state={row.state} /> },
    { label: s('paidAt'), cell: (row) => (row.paidAt ? <Moment value={row.paidAt} /> : '—') },
    figure(t('principal'), (row) => row.principal),
    figure(t('interest'), (row) => row.interest),
    figure(t('total'), (row) => plus(row.principal, row.interest)),
  ];
  return (
    <Panel>
      <PanelHead title={s('title')} />
      {rows.length === 0 ? (
        <Empty title={s('none')}>{s('noneNote')}</Empty>
      ) : (
        <DataTable caption={s('title')} columns={columns} rows={rows} keyOf={(row) => row.number} />
      )}
    </Panel>
  );
}
