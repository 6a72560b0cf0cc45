'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Amount } from '#components/money/amount.tsx';
import { StateBadge } from '#components/states/state-badge.tsx';
import { Day } from '#components/time/day.tsx';
import type { RecourseView } from '#components/trpc/outputs.ts';
import { useTRPC } from '#components/trpc/provider.tsx';
import { type ColumnOf, DataTable } from '#components/ui/data-table.tsx';
import { Empty } from '#components/ui/empty.tsx';
import { Panel, PanelHead } from '#components/ui/panel.tsx';
import { type Money, sum } from '#server/primitives/money.ts';

function useColumns(rows: readonly RecourseView[]): ColumnOf<RecourseView>[] {
  const t = useTranslations('recourse');
  const figure = (label: string, pick: (row: RecourseView) => Money): ColumnOf<RecourseView> => ({
    label,
    end: true,
    cell: (row) => <Amount value={pick(row)} />,
    foot: <Amount value={sum(rows.map(pick))} />,
  });
  return [
    {
      label: t('loan'),
      lead: true,
      cell: (row) => (
        <>
          <Link href={`/loans/${row.loanId}`} className="text-accent underline-offset-4 hover:underline">
            {row.title}
          </Link>
          <span className="num block text-2xs font-normal text-faint">
            {row.loanNumber} · {row.kind === 'acceleration' ? t('rest') : t('period', { number: row.number })}
          </span>
        </>
      ),
      foot: t('sum'),
    },
    { label: t('payer'), cell: (row) => row.payer ?? t('reserve') },
    { label: t('paidOn'), cell: (row) => (row.paidOn ? <Day value={row.paidOn} /> : '—') },
    { label: t('state'), cell: (row) => <StateBadge kind="instalment" state={row.state} /> },
    figure(t('paid'), (row) => row.paid),
    figure(t('recovered'), (row) => row.recovered),
    figure(t('open'), (row) => row.open),
    figure(t('penaltyOpen'), (row) => row.penaltyOpen),
  ];
}

/** What was paid in borrowers' places, by whom, what has come back and what is open. */
export function Compensations() {
  const t = useTranslations('recourse');
  const trpc = useTRPC();
  const { data } = useSuspenseQuery(trpc.recourse.all.queryOptions());
  const columns = useColumns(data);
  return (
    <Panel>
      <PanelHead title={t('paidList')} />
      {data.length === 0 ? (
        <Empty title={t('none')} />
      ) : (
        <DataTable
          caption={t('paidList')}
          columns={columns}
          rows={data}
          keyOf={(row) => `${row.loanId}-${row.number}`}
        />
      )}
    </Panel>
  );
}
