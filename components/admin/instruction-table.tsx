'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Refused } from '#components/errors/refused.tsx';
import { StateBadge } from '#components/states/state-badge.tsx';
import { Moment } from '#components/time/day.tsx';
import type { InstructionView } from '#components/trpc/outputs.ts';
import { useTRPC } from '#components/trpc/provider.tsx';
import { Button } from '#components/ui/button.tsx';
import { Empty } from '#components/ui/empty.tsx';
import { Panel, PanelBody, PanelHead } from '#components/ui/panel.tsx';
import { Cell, Column, Row, Table, TableBody, TableHead } from '#components/ui/table.tsx';
import { Tabs } from '#components/ui/tabs.tsx';

const PAGE = 30;
const REFRESH_MS = 5_000;
type State = InstructionView['state'];
const VIEWS = {
  all: undefined,
  doubt: ['unknown'],
  underWay: ['created', 'sent', 'accepted'],
  failed: ['failed'],
} as const satisfies Record<string, readonly State[] | undefined>;
type View = keyof typeof VIEWS;

function InstructionRow({ row }: { row: InstructionView }) {
  const t = useTranslations('instructions');
  return (
    <Row>
      <Cell lead>
        {t(`kind.${row.kind}`)}
        <span className="block font-mono text-2xs font-normal text-faint">{row.service}</span>
      </Cell>
      <Cell label={t('serial')} className="font-mono text-2xs">
        {row.requestNo}
      </Cell>
      <Cell label={t('state')}>
        <StateBadge kind="instruction" state={row.state} />
        {row.errorMessage ? (
          <span className="block text-2xs text-faint">
            {row.errorCode} {row.errorMessage}
          </span>
        ) : null}
      </Cell>
      <Cell end label={t('attempts')}>
        {row.attempts}
      </Cell>
      <Cell label={t('createdAt')}>
        <Moment value={row.createdAt} seconds />
      </Cell>
      <Cell label={t('concludedAt')}>{row.concludedAt ? <Moment value={row.concludedAt} seconds /> : '—'}</Cell>
    </Row>
  );
}

/** Everything said to the bank, newest first, without what was in it. */
export function InstructionTable() {
  const t = useTranslations('instructions');
  const trpc = useTRPC();
  const [view, setView] = useState<View>('all');
  const states = VIEWS[view];
  const query = useInfiniteQuery({
    ...trpc.custody.instructions.infiniteQueryOptions(
      { limit: PAGE, states: states ? [...states] : undefined },
      { getNextPageParam: (page) => (page.length === PAGE ? page.at(-1)?.id : undefined), initialCursor: undefined },
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
        <Table caption={t('title')}>
          <TableHead>
            <Column>{t('what')}</Column>
            <Column>{t('serial')}</Column>
            <Column>{t('state')}</Column>
            <Column end>{t('attempts')}</Column>
            <Column>{t('createdAt')}</Column>
            <Column>{t('concludedAt')}</Column>
          </TableHead>
          <TableBody>
            {rows.map((row) => (
              <InstructionRow key={row.id} row={row} />
            ))}
          </TableBody>
        </Table>
      ) : null}
      {query.hasNextPage ? (
        <PanelBody className="pt-4">
          <Button
            look="outline"
            size="sm"
            disabled={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            {t('more')}
          </Button>
        </PanelBody>
      ) : null}
    </Panel>
  );
}
