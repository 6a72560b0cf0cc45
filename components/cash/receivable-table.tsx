'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { Amount } from '#components/money/amount.tsx';
import { Moment } from '#components/time/day.tsx';
import type { ReceivableView } from '#components/trpc/outputs.ts';
import { useTRPC } from '#components/trpc/provider.tsx';
import { Badge, type Tone } from '#components/ui/badge.tsx';
import { type ColumnOf, DataTable } from '#components/ui/data-table.tsx';
import { Empty } from '#components/ui/empty.tsx';
import { Panel, PanelHead } from '#components/ui/panel.tsx';
import { sum } from '#server/primitives/money.ts';

const REFRESH_MS = 10_000;
const TONES: Record<ReceivableView['state'], Tone> = { open: 'risk', collecting: 'warm', collected: 'good' };

function useColumns(rows: readonly ReceivableView[]): ColumnOf<ReceivableView>[] {
  const t = useTranslations('receivables');
  const total = (pick: (row: ReceivableView) => ReceivableView['amount']) => <Amount value={sum(rows.map(pick))} />;
  return [
    {
      label: t('holder'),
      lead: true,
      cell: (row) => row.maskedName ?? row.platformUserNo,
      foot: t('sum'),
    },
    { label: t('since'), cell: (row) => <Moment value={row.createdAt} /> },
    { label: t('recharge'), className: 'font-mono text-2xs text-faint', cell: (row) => row.requestNo ?? '—' },
    { label: t('state'), cell: (row) => <Badge tone={TONES[row.state]}>{t(`states.${row.state}`)}</Badge> },
    { label: t('amount'), end: true, cell: (row) => <Amount value={row.amount} />, foot: total((row) => row.amount) },
    {
      label: t('collected'),
      end: true,
      cell: (row) => <Amount value={row.collected} />,
      foot: total((row) => row.collected),
    },
    {
      label: t('returned'),
      end: true,
      cell: (row) => <Amount value={row.returned} />,
      foot: total((row) => row.returned),
    },
    { label: t('left'), end: true, cell: (row) => <Amount value={row.left} />, foot: total((row) => row.left) },
  ];
}

/** What members owe for recharges that their channels took back, and how much of it has come back to the reserve. */
export function ReceivableTable() {
  const t = useTranslations('receivables');
  const trpc = useTRPC();
  const { data } = useSuspenseQuery({ ...trpc.cash.receivables.queryOptions(), refetchInterval: REFRESH_MS });
  const columns = useColumns(data);
  return (
    <Panel>
      <PanelHead title={t('title')} note={t('note')} />
      {data.length === 0 ? (
        <Empty title={t('none')}>{t('noneNote')}</Empty>
      ) : (
        <DataTable caption={t('title')} columns={columns} rows={data} keyOf={(row) => row.id} />
      )}
    </Panel>
  );
}
