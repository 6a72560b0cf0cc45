import { useTranslations } from 'next-intl';
import { StateBadge } from '#components/states/state-badge.tsx';
import { Moment } from '#components/time/day.tsx';
import type { DayRunView } from '#components/trpc/outputs.ts';
import { Panel, PanelHead } from '#components/ui/panel.tsx';
import { Cell, Column, Row, Table, TableBody, TableHead } from '#components/ui/table.tsx';

const STEPS = [
  'evening-collection',
  'roll',
  'check-files',
  'line-by-line',
  'close',
  'openings',
  'overdue',
  'collection',
  'expiry',
  'balances',
  'result',
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
      <Table caption={t('timeline')}>
        <TableHead>
          <Column>{t('stepName')}</Column>
          <Column>{t('state')}</Column>
          <Column>{t('planned')}</Column>
          <Column>{t('startedAt')}</Column>
          <Column end>{t('rows')}</Column>
          <Column end>{t('ms')}</Column>
        </TableHead>
        <TableBody>
          {run.steps.map((step) => (
            <Row key={step.step}>
              <Cell lead>
                {nameOf(step.step)}
                {step.error ? <span className="block text-2xs font-normal text-risk">{step.error}</span> : null}
              </Cell>
              <Cell label={t('state')}>
                <StateBadge kind="run" state={step.state} />
              </Cell>
              <Cell label={t('planned')}>{step.plannedAt ? <Moment value={step.plannedAt} /> : '—'}</Cell>
              <Cell label={t('startedAt')}>{step.startedAt ? <Moment value={step.startedAt} seconds /> : '—'}</Cell>
              <Cell end label={t('rows')}>
                {step.rows}
              </Cell>
              <Cell end label={t('ms')}>
                {step.ms ?? '—'}
              </Cell>
            </Row>
          ))}
        </TableBody>
      </Table>
    </Panel>
  );
}
