'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Refused } from '#components/errors/refused.tsx';
import { Amount } from '#components/money/amount.tsx';
import { Day, Moment } from '#components/time/day.tsx';
import type { DryRunView } from '#components/trpc/outputs.ts';
import { useTRPC } from '#components/trpc/provider.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { DataTable } from '#components/ui/data-table.tsx';
import { Panel, PanelBody, PanelHead } from '#components/ui/panel.tsx';
import { useStepName } from './step-name.ts';

const TONES = { done: 'good', due: 'warm', later: 'plain' } as const;

function Foreseen({ run }: { run: DryRunView }) {
  const t = useTranslations('dayEnd');
  const nameOf = useStepName();
  const title = t('ofDay', { date: run.date });
  return (
    <>
      <PanelBody className="space-y-1 text-sm text-soft">
        <p>{t(run.filesAreHere ? 'dryRun.filesHere' : 'dryRun.filesMissing')}</p>
        {run.before.length > 0 ? <p>{t('dryRun.before', { count: run.before.length })}</p> : null}
      </PanelBody>
      <DataTable
        caption={title}
        rows={run.steps}
        keyOf={({ step }) => step}
        columns={[
          { label: t('stepName'), lead: true, cell: ({ step }) => nameOf(step) },
          { label: t('state'), cell: ({ state }) => <Badge tone={TONES[state]}>{t(`dryRun.state.${state}`)}</Badge> },
          { label: t('planned'), cell: ({ plannedAt }) => <Moment value={plannedAt} /> },
          {
            label: t('rows'),
            end: true,
            cell: ({ count }) => (count === null ? t('dryRun.depends') : <span className="num">{count}</span>),
          },
          {
            label: t('dryRun.amount'),
            end: true,
            cell: ({ amount }) => (amount === null ? '—' : <Amount value={amount} />),
          },
        ]}
      />
    </>
  );
}

/** What the coming day end would do as things stand, reckoned when somebody asks. */
export function DryRun() {
  const t = useTranslations('dayEnd');
  const trpc = useTRPC();
  const [asked, setAsked] = useState(false);
  const { data, error, isFetching, refetch } = useQuery({ ...trpc.dayEnd.dryRun.queryOptions({}), enabled: asked });
  return (
    <Panel>
      <PanelHead
        title={t('dryRun.title')}
        note={data ? <Day value={data.date} weekday /> : t('dryRun.note')}
        actions={
          <Button
            look="outline"
            size="sm"
            disabled={isFetching}
            onClick={() => (asked ? void refetch() : setAsked(true))}
          >
            {t(isFetching ? 'dryRun.busy' : 'dryRun.run')}
          </Button>
        }
      />
      <Refused error={error} className="mx-4 mb-4 sm:mx-5" />
      <div aria-live="polite">{data ? <Foreseen run={data} /> : null}</div>
    </Panel>
  );
}
