import { useTranslations } from 'next-intl';
import { Amount } from '#components/money/amount.tsx';
import { StateBadge } from '#components/states/state-badge.tsx';
import { Day, Moment } from '#components/time/day.tsx';
import type { InstalmentView } from '#components/trpc/outputs.ts';
import { type ColumnOf, DataTable } from '#components/ui/data-table.tsx';
import { Empty } from '#components/ui/empty.tsx';
import { Panel, PanelHead } from '#components/ui/panel.tsx';
import { type Money, plus, sum } from '#server/primitives/money.ts';

/** The due date, with the day agreed where it was a day off, and what kind of row it is where it was not planned. */
function DueOn({ row }: { row: InstalmentView }) {
  const t = useTranslations('instalments');
  const moved = row.kind === 'scheduled' && row.dueOn !== row.periodEndsOn;
  return (
    <>
      <Day value={row.dueOn} />
      {moved ? (
        <span className="block text-2xs text-faint">
          {t.rich('moved', { day: () => <Day value={row.periodEndsOn} /> })}
        </span>
      ) : null}
      {row.kind === 'scheduled' ? null : <span className="block text-2xs text-faint">{t(`kind.${row.kind}`)}</span>}
    </>
  );
}

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
    { label: t('dueOn'), cell: (row) => <DueOn row={row} /> },
    { label: s('state'), cell: (row) => <StateBadge kind="instalment" state={row.state} /> },
    { label: s('paidAt'), cell: (row) => (row.paidAt ? <Moment value={row.paidAt} /> : '—') },
    figure(t('principal'), (row) => row.principal),
    figure(t('interest'), (row) => row.interest),
    figure(t('total'), (row) => plus(row.principal, row.interest)),
    figure(s('paid'), (row) => row.paid),
    ...(rows.some(({ penaltyPaid }) => penaltyPaid > 0n) ? [figure(s('penaltyPaid'), (row) => row.penaltyPaid)] : []),
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
