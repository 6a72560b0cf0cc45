import { useTranslations } from 'next-intl';
import { StateBadge } from '#components/states/state-badge.tsx';
import { Moment } from '#components/time/day.tsx';
import type { DayRunView } from '#components/trpc/outputs.ts';
import { DataTable } from '#components/ui/data-table.tsx';
import { Panel, PanelHead } from '#components/ui/panel.tsx';

const STEPS = [
  'evening-collection',
  'roll',
  'check-files',
  'line-by-line',
  'close',
  'openings',
  'overdue',
  'penalty',
  'collection',
  'compensation',
  'expiry',
  'balances',
  'totals',
  'in-and-out',
  'summary-and-detail',
  'money-and-information',
  'propose',
  'result',
  'our-files',
  'certificate',
  'payouts',
  'confirm-files',
  'certificate',
] as const;

/** The steps of one day in their order: when each was planned, what it took, what it touched. */
export function Steps({ run }: { run: DayRunView }) {
  const t = useTranslations('dayEnd');
  const nameOf = (step: string): string => {
    const known = STEPS.find((name) => name === step);
    return known ? t(`step.${known}`) : step;
  };
  return (
    <Panel>
      <PanelHead title={t('timeline')} />
      <DataTable
        caption={t('timeline')}
        rows={run.steps}
        keyOf={(step) => step.step}
        columns={[
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
          { label: t('state'), cell: (step) => <StateBadge kind="run" state={step.state} /> },
          { label: t('planned'), cell: (step) => (step.plannedAt ? <Moment value={step.plannedAt} /> : '—') },
          { label: t('startedAt'), cell: (step) => (step.startedAt ? <Moment value={step.startedAt} seconds /> : '—') },
          { label: t('rows'), end: true, cell: (step) => step.rows },
          { label: t('ms'), end: true, cell: (step) => step.ms ?? '—' },
        ]}
      />
    </Panel>
  );
}
