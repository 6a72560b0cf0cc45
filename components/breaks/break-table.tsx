'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Refused } from '#components/errors/refused.tsx';
import { Amount } from '#components/money/amount.tsx';
import { StateBadge } from '#components/states/state-badge.tsx';
import { Day } from '#components/time/day.tsx';
import type { ListedBreakView } from '#components/trpc/outputs.ts';
import { useTRPC } from '#components/trpc/provider.tsx';
import { type ColumnOf, DataTable } from '#components/ui/data-table.tsx';
import { Empty } from '#components/ui/empty.tsx';
import { Panel, PanelHead } from '#components/ui/panel.tsx';
import { type Filter, PAGE } from './break-filter.ts';
import { useCauseText } from './cause-text.ts';
import { RowKeys } from './row-keys.tsx';

const REFRESH_MS = 10_000;

function useColumns(): ColumnOf<ListedBreakView>[] {
  const t = useTranslations('breaks');
  const words = useTranslations('reconciliation');
  const causeOf = useCauseText();
  return [
    {
      label: words('object'),
      lead: true,
      cell: (found) => (
        <>
          <Link href={`/admin/breaks/${found.id}`} data-row className="text-accent underline-offset-4 hover:underline">
            {words(`kind.${found.kind}`)}
          </Link>
          <span className="block max-w-64 truncate font-mono text-2xs font-normal text-faint" title={found.object}>
            {found.object}
          </span>
        </>
      ),
    },
    { label: t('date'), cell: (found) => <Day value={found.businessDate} /> },
    { label: words('check'), cell: (found) => words(`name.${found.check}`) },
    { label: t('age'), end: true, cell: (found) => t('days', { count: found.ageDays }) },
    { label: t('amount'), end: true, cell: (found) => (found.amount === null ? '—' : <Amount value={found.amount} />) },
    { label: words('probable'), className: 'max-w-80 text-xs', cell: (found) => causeOf(found.cause) },
    {
      label: t('state'),
      cell: (found) => (
        <>
          <StateBadge kind="break" state={found.correction?.state === 'made' ? 'made' : found.state} />
          {found.correction ? (
            <span className="block text-2xs text-faint">{t(`correction.${found.correction.kind}`)}</span>
          ) : null}
        </>
      ),
    },
  ];
}

const addressWith = (filter: Filter, limit: number): string => {
  const given = Object.entries({ ...filter, limit }).filter(([, value]) => value !== undefined);
  return `/admin/breaks?${new URLSearchParams(given.map(([key, value]) => [key, String(value)]))}`;
};

/** The breaks that the filter leaves. */
export function BreakTable({ filter }: { filter: Filter }) {
  const t = useTranslations('breaks');
  const trpc = useTRPC();
  const columns = useColumns();
  const query = useQuery({ ...trpc.reconciliation.breaks.queryOptions(filter), refetchInterval: REFRESH_MS });
  const { breaks, total } = query.data ?? { breaks: [], total: 0 };
  return (
    <Panel>
      <PanelHead title={t('found', { count: total })} note={t('keys')} />
      <Refused error={query.error} className="mx-4 mb-4" />
      {query.data && breaks.length === 0 ? <Empty title={t('none')}>{t('noneNote')}</Empty> : null}
      {breaks.length > 0 ? (
        <RowKeys>
          <DataTable caption={t('title')} columns={columns} rows={breaks} keyOf={(found) => found.id} />
        </RowKeys>
      ) : null}
      {total > breaks.length && breaks.length > 0 ? (
        <p className="px-4 py-4 text-sm">
          <Link
            href={addressWith(filter, filter.limit + PAGE)}
            scroll={false}
            className="text-accent underline-offset-4 hover:underline"
          >
            {t('more', { count: total - breaks.length })}
          </Link>
        </p>
      ) : null}
    </Panel>
  );
}
