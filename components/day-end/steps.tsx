'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { useFormatter, useTranslations } from 'next-intl';
import { StateBadge } from '#components/states/state-badge.tsx';
import { Moment } from '#components/time/day.tsx';
import type { DayRunView } from '#components/trpc/outputs.ts';
import { useTRPC } from '#components/trpc/provider.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { type ColumnOf, DataTable } from '#components/ui/data-table.tsx';
import { Panel, PanelHead } from '#components/ui/panel.tsx';
import { Retry } from './retry.tsx';
import { useStepName } from './step-name.ts';
import { Timeline } from './timeline.tsx';

type StepView = DayRunView['steps'][number];
const REFRESH_MS = 3_000;

function useColumns(date: DayRunView['date'], mayRetry: boolean): ColumnOf<StepView>[] {
  const t = useTranslations('dayEnd');
  const nameOf = useStepName();
  const format = useFormatter();
  const timeOf = (at: Date): string => format.dateTime(at, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const columns: ColumnOf<StepView>[] = [
    {
      label: t('stepName'),
      lead: true,
      cell: (step) => (
        <>
          {nameOf(step.step)}
          {step.error ? <span className="block text-2xs font-normal text-risk">{step.error}</span> : null}
        </>
      ),
    },
    {
      label: t('state'),
      cell: (step) => (
        <span className="flex flex-wrap gap-1">
          <StateBadge kind="run" state={step.state} />
          {step.late ? <Badge tone="risk">{t('legend.late')}</Badge> : null}
        </span>
      ),
    },
    {
      label: t('planned'),
      cell: ({ plannedAt, plannedUntil }) =>
        plannedAt && plannedUntil ? (
          <span className="whitespace-nowrap">
            <Moment value={plannedAt} /> – <span className="num">{timeOf(plannedUntil)}</span>
          </span>
        ) : (
          '—'
        ),
    },
    { label: t('startedAt'), cell: (step) => (step.startedAt ? <Moment value={step.startedAt} seconds /> : '—') },
    { label: t('finishedAt'), cell: (step) => (step.finishedAt ? <Moment value={step.finishedAt} seconds /> : '—') },
    {
      label: t('rows'),
      end: true,
      className: 'whitespace-nowrap',
      cell: (step) => (step.state === 'done' ? step.rows : '—'),
    },
    { label: t('ms'), end: true, className: 'whitespace-nowrap', cell: (step) => step.ms ?? '—' },
  ];
  if (mayRetry) columns.push({ label: t('retry.column'), cell: (step) => <Retry date={date} step={step} /> });
  return columns;
}

/**
 * The steps of one day in their order, drawn and in figures: when each was planned, when it ran, what it touched. They
 * are looked at anew until the last is done, while the page is seen.
 */
export function Steps({ date, midnight, mayRetry }: { date: DayRunView['date']; midnight: Date; mayRetry: boolean }) {
  const t = useTranslations('dayEnd');
  const trpc = useTRPC();
  const columns = useColumns(date, mayRetry);
  const { data: runs } = useSuspenseQuery({
    ...trpc.dayEnd.runs.queryOptions({ from: date, to: date }),
    refetchInterval: ({ state }) => (state.data?.[0]?.state === 'done' ? false : REFRESH_MS),
  });
  const [run] = runs;
  if (!run) return null;
  return (
    <Panel>
      <PanelHead title={t('timeline')} note={t('timelineNote')} />
      <Timeline run={run} midnight={midnight} />
      <DataTable caption={t('timeline')} rows={run.steps} keyOf={(step) => step.step} columns={columns} />
    </Panel>
  );
}
