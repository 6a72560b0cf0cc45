'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { Moment } from '#components/time/day.tsx';
import { useTRPC } from '#components/trpc/provider.tsx';
import { DataTable } from '#components/ui/data-table.tsx';
import { Figure } from '#components/ui/figure.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Panel, PanelHead } from '#components/ui/panel.tsx';

const REFRESH_MS = 5_000;
const MINUTE_MS = 60_000;
const STATES = ['created', 'sent', 'accepted', 'unknown', 'succeeded', 'failed'] as const;

/** The health of the line to the bank: how much is under way, and how old the oldest doubt is. */
export function BankLine() {
  const t = useTranslations('instructions');
  const names = useTranslations('state.instruction');
  const trpc = useTRPC();
  const { data } = useSuspenseQuery({ ...trpc.custody.counts.queryOptions(), refetchInterval: REFRESH_MS });
  const of = (state: string) => data.states.find((row) => row.state === state);
  const doubt = of('unknown');
  const minutes = doubt?.oldest
    ? Math.max(0, Math.floor((data.now.getTime() - doubt.oldest.getTime()) / MINUTE_MS))
    : 0;
  return (
    <div className="space-y-4">
      <Panel className="p-4 sm:p-5">
        <dl className="grid grid-cols-3 gap-x-6 gap-y-5 lg:grid-cols-6">
          {STATES.map((state) => (
            <Figure key={state} label={names(state)} size="md">
              {of(state)?.count ?? 0}
            </Figure>
          ))}
        </dl>
      </Panel>
      {doubt && doubt.count > 0 ? (
        <Notice kind="risk" title={t('inDoubt', { count: doubt.count })}>
          {t('inDoubtAge', { minutes })}
        </Notice>
      ) : null}
    </div>
  );
}

/** Notifies that were not taken: forged, altered, or of nothing we know. */
export function RefusedNotices() {
  const t = useTranslations('notices');
  const trpc = useTRPC();
  const { data } = useSuspenseQuery(trpc.custody.refusedNotices.queryOptions());
  if (data.length === 0) return null;
  return (
    <Panel>
      <PanelHead title={t('title')} note={t('note')} />
      <DataTable
        caption={t('title')}
        rows={data}
        keyOf={(row) => row.id}
        columns={[
          { label: t('when'), cell: (row) => <Moment value={row.receivedAt} seconds /> },
          { label: t('service'), className: 'font-mono text-2xs', cell: (row) => row.service ?? '—' },
          { label: t('reason'), cell: (row) => row.reason },
        ]}
      />
    </Panel>
  );
}
