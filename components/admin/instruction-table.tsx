'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Refused } from '#components/errors/refused.tsx';
import { StateBadge } from '#components/states/state-badge.tsx';
import { Moment } from '#components/time/day.tsx';
import type { InstructionView } from '#components/trpc/outputs.ts';
import { useTRPC } from '#components/trpc/provider.tsx';
import { type ColumnOf, DataTable } from '#components/ui/data-table.tsx';
import { Empty } from '#components/ui/empty.tsx';
import { More } from '#components/ui/more.tsx';
import { Panel, PanelHead } from '#components/ui/panel.tsx';
import { Tabs } from '#components/ui/tabs.tsx';
import { INSTRUCTIONS_PAGE } from './instructions-page.ts';

const REFRESH_MS = 5_000;
type State = InstructionView['state'];
const VIEWS = {
  all: undefined,
  doubt: ['unknown'],
  underWay: ['created', 'sent', 'accepted'],
  failed: ['failed'],
} as const satisfies Record<string, readonly State[] | undefined>;
type View = keyof typeof VIEWS;

function useColumns(): ColumnOf<InstructionView>[] {
  const t = useTranslations('instructions');
  return [
    {
      label: t('what'),
      lead: true,
      cell: (row) => (
        <>
          {t(`kind.${row.kind}`)}
          <span className="block font-mono text-2xs font-normal whitespace-nowrap text-faint">{row.service}</span>
        </>
      ),
    },
    {
      label: t('serial'),
      cell: (row) => (
        <span title={row.requestNo} className="inline-block max-w-32 truncate font-mono text-2xs text-faint">
          {row.requestNo}
        </span>
      ),
    },
    {
      label: t('state'),
      cell: (row) => (
        <>
          <StateBadge kind="instruction" state={row.state} />
          {row.errorMessage ? (
            <span className="block text-2xs text-faint">
              {row.errorCode} {row.errorMessage}
            </span>
          ) : null}
        </>
      ),
    },
    { label: t('attempts'), end: true, cell: (row) => row.attempts },
    { label: t('createdAt'), cell: (row) => <Moment value={row.createdAt} seconds /> },
    { label: t('concludedAt'), cell: (row) => (row.concludedAt ? <Moment value={row.concludedAt} seconds /> : '—') },
  ];
}

/** Everything said to the bank, newest first, without what was in it. */
export function InstructionTable() {
  const t = useTranslations('instructions');
  const trpc = useTRPC();
  const columns = useColumns();
  const [view, setView] = useState<View>('all');
  const states = VIEWS[view];
  const query = useInfiniteQuery({
    ...trpc.custody.instructions.infiniteQueryOptions(
      { limit: INSTRUCTIONS_PAGE, ...(states ? { states: [...states] } : {}) },
      {
        getNextPageParam: (page) => (page.length === INSTRUCTIONS_PAGE ? page.at(-1)?.id : undefined),
        initialCursor: undefined,
      },
    ),
    refetchInterval: REFRESH_MS,
  });
  const rows = query.data?.pages.flat() ?? [];
  const tabs = (Object.keys(VIEWS) as View[]).map((key) => ({ key, label: t(`views.${key}`) }));
  return (
    <Panel>
      <PanelHead title={t('title')} actions={<Tabs label={t('title')} tabs={tabs} value={view} onChange={setView} />} />
      <Refused error={query.error} className="mx-4 mb-4" />
      {query.data && rows.length === 0 ? <Empty title={t('none')} /> : null}
      {rows.length > 0 ? (
        <DataTable caption={t('title')} columns={columns} rows={rows} keyOf={(row) => row.id} />
      ) : null}
      <More query={query} label={t('more')} />
    </Panel>
  );
}
