'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { StateBadge } from '#components/states/state-badge.tsx';
import { Day, Moment } from '#components/time/day.tsx';
import { useTRPC } from '#components/trpc/provider.tsx';
import { Empty } from '#components/ui/empty.tsx';
import { Panel, PanelHead } from '#components/ui/panel.tsx';
import { Cell, Column, Row, Table, TableBody, TableHead } from '#components/ui/table.tsx';

const REFRESH_MS = 5_000;
const SHOWN_RUNS = 31;

/** The day ends, newest first: how far each has come, and whether its books agree with the bank's. */
export function RunList() {
  const t = useTranslations('dayEnd');
  const trpc = useTRPC();
  const { data: runs } = useSuspenseQuery({
    ...trpc.dayEnd.runs.queryOptions({ limit: SHOWN_RUNS }),
    refetchInterval: REFRESH_MS,
  });
  return (
    <Panel>
      <PanelHead title={t('runs')} />
      {runs.length === 0 ? (
        <Empty title={t('none')}>{t('noneNote')}</Empty>
      ) : (
        <Table caption={t('runs')}>
          <TableHead>
            <Column>{t('date')}</Column>
            <Column>{t('result')}</Column>
            <Column>{t('state')}</Column>
            <Column end>{t('steps')}</Column>
            <Column>{t('finishedAt')}</Column>
          </TableHead>
          <TableBody>
            {runs.map((run) => (
              <Row key={run.date}>
                <Cell lead>
                  <Link href={`/admin/day-end/${run.date}`} className="text-accent underline-offset-4 hover:underline">
                    <Day value={run.date} weekday />
                  </Link>
                </Cell>
                <Cell label={t('result')}>
                  {run.reconciliation ? <StateBadge kind="reconciliation" state={run.reconciliation} /> : '—'}
                </Cell>
                <Cell label={t('state')}>
                  <StateBadge kind="run" state={run.state} />
                </Cell>
                <Cell end label={t('steps')}>
                  {t('stepsDone', {
                    done: run.steps.filter((step) => step.state === 'done').length,
                    all: run.steps.length,
                  })}
                </Cell>
                <Cell label={t('finishedAt')}>{run.finishedAt ? <Moment value={run.finishedAt} /> : '—'}</Cell>
              </Row>
            ))}
          </TableBody>
        </Table>
      )}
    </Panel>
  );
}
