'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { StateBadge } from '#components/states/state-badge.tsx';
import { Day, Moment } from '#components/time/day.tsx';
import type { DayRunView } from '#components/trpc/outputs.ts';
import { useTRPC } from '#components/trpc/provider.tsx';
import { type ColumnOf, DataTable } from '#components/ui/data-table.tsx';
import { Empty } from '#components/ui/empty.tsx';
import { Panel, PanelHead } from '#components/ui/panel.tsx';
import { CatchUp } from './catch-up.tsx';
import { RUNS_SHOWN } from './runs-shown.ts';

const REFRESH_MS = 5_000;

function useColumns(): ColumnOf<DayRunView>[] {
  const t = useTranslations('dayEnd');
  const doneOf = ({ steps }: DayRunView) => steps.filter((step) => step.state === 'done').length;
  return [
    {
      label: t('date'),
      lead: true,
      cell: (run) => (
        <Link href={`/admin/day-end/${run.date}`} className="text-accent underline-offset-4 hover:underline">
          <Day value={run.date} weekday />
        </Link>
      ),
    },
    {
      label: t('result'),
      cell: (run) => (run.reconciliation ? <StateBadge kind="reconciliation" state={run.reconciliation} /> : '—'),
    },
    { label: t('state'), cell: (run) => <StateBadge kind="run" state={run.state} /> },
    {
      label: t('steps'),
      end: true,
      cell: (run) => t('stepsDone', { done: doneOf(run), all: run.steps.length }),
    },
    { label: t('finishedAt'), cell: (run) => (run.finishedAt ? <Moment value={run.finishedAt} /> : '—') },
  ];
}

/** The day ends, newest first: how far each has come, and whether its books agree with the bank's. */
export function RunList() {
  const t = useTranslations('dayEnd');
  const trpc = useTRPC();
  const columns = useColumns();
  const { data: runs } = useSuspenseQuery({
    ...trpc.dayEnd.runs.queryOptions({ limit: RUNS_SHOWN }),
    refetchInterval: REFRESH_MS,
  });
  return (
    <div className="space-y-6">
      <CatchUp runs={runs} />
      <Panel>
        <PanelHead title={t('runs')} />
        {runs.length === 0 ? (
          <Empty title={t('none')}>{t('noneNote')}</Empty>
        ) : (
          <DataTable caption={t('runs')} columns={columns} rows={runs} keyOf={(run) => run.date} />
        )}
      </Panel>
    </div>
  );
}
