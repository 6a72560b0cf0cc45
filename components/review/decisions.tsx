'use client';

import { useTranslations } from 'next-intl';
import { Amount } from '#components/money/amount.tsx';
import { Rate } from '#components/money/rate.tsx';
import { StateBadge } from '#components/states/state-badge.tsx';
import { Moment } from '#components/time/day.tsx';
import type { DecisionView, ReviewedApplication } from '#components/trpc/outputs.ts';
import { type ColumnOf, DataTable } from '#components/ui/data-table.tsx';
import { Panel, PanelBody, PanelHead } from '#components/ui/panel.tsx';

/** Every decision so far, and where the application has been. */
export function Decisions({ application }: { application: ReviewedApplication }) {
  const t = useTranslations('review');
  const columns: ColumnOf<DecisionView>[] = [
    { label: t('decision'), lead: true, cell: ({ decision }) => t(decision) },
    { label: t('state'), cell: ({ state }) => <StateBadge kind="decision" state={state} /> },
    { label: t('amountHead'), end: true, cell: ({ amount }) => (amount === null ? '—' : <Amount value={amount} />) },
    { label: t('rateHead'), end: true, cell: ({ ratePpm }) => (ratePpm === null ? '—' : <Rate value={ratePpm} />) },
    { label: t('proposer'), cell: ({ proposer }) => proposer ?? '—' },
    { label: t('reason'), cell: ({ reason, answer }) => (answer ? `${reason} · ${answer}` : reason) },
  ];
  return (
    <Panel>
      <PanelHead title={t('history')} />
      {application.decisions.length > 0 ? (
        <DataTable
          caption={t('decisions')}
          columns={columns}
          rows={application.decisions}
          keyOf={({ decisionId }) => decisionId}
        />
      ) : null}
      <PanelBody className="pt-3">
        <ol className="space-y-2 text-sm">
          {application.history.flatMap(({ at, toState }) =>
            toState === null ? (
              []
            ) : (
              <li key={`${at.getTime()}-${toState}`} className="flex items-baseline gap-3">
                <StateBadge kind="loan" state={toState as ReviewedApplication['state']} />
                <span className="text-xs text-faint">
                  <Moment value={at} />
                </span>
              </li>
            ),
          )}
        </ol>
      </PanelBody>
    </Panel>
  );
}
