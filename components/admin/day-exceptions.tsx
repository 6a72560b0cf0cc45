'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { Day } from '#components/time/day.tsx';
import { useTRPC } from '#components/trpc/provider.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { DataTable } from '#components/ui/data-table.tsx';
import { Empty } from '#components/ui/empty.tsx';
import { Panel, PanelHead } from '#components/ui/panel.tsx';

/** The days to come that are not as their weekday says. */
export function DayExceptions() {
  const t = useTranslations('days');
  const trpc = useTRPC();
  const { data } = useSuspenseQuery(trpc.calendar.exceptions.queryOptions());
  return (
    <Panel>
      <PanelHead title={t('list')} />
      {data.length === 0 ? (
        <Empty title={t('none')}>{t('noneNote')}</Empty>
      ) : (
        <DataTable
          caption={t('list')}
          rows={data}
          keyOf={({ day }) => day}
          columns={[
            { label: t('day'), lead: true, cell: ({ day }) => <Day value={day} weekday /> },
            {
              label: t('kind'),
              cell: ({ kind }) => <Badge tone={kind === 'off' ? 'warm' : 'plain'}>{t(`as.${kind}`)}</Badge>,
            },
            { label: t('name'), cell: ({ name }) => name },
          ]}
        />
      )}
    </Panel>
  );
}
