'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { Refused } from '#components/errors/refused.tsx';
import { Amount } from '#components/money/amount.tsx';
import { Moment } from '#components/time/day.tsx';
import type { StatementLine } from '#components/trpc/outputs.ts';
import { useTRPC } from '#components/trpc/provider.tsx';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';
import { Empty } from '#components/ui/empty.tsx';
import { Panel, PanelBody, PanelHead } from '#components/ui/panel.tsx';
import { Cell, Column, Row, Table, TableBody, TableHead } from '#components/ui/table.tsx';
import type { Holder } from './onboarding.tsx';

const PAGE = 20;

function Line({ line }: { line: StatementLine }) {
  const t = useTranslations('statement');
  return (
    <Row>
      <Cell lead>
        {t(`kind.${line.kind}`)}
        <span className="block text-2xs font-normal text-faint">{t(`bucket.${line.bucket}`)}</span>
      </Cell>
      <Cell label={t('when')}>
        <Moment value={line.occurredAt} />
      </Cell>
      <Cell label={t('serial')} className="font-mono text-2xs text-faint">
        {line.requestNo}
      </Cell>
      <Cell end label={t('amount')} className={cn(line.amount > 0n && 'text-good')}>
        <Amount value={line.amount} signed />
      </Cell>
      <Cell end label={t('balance')}>
        <Amount value={line.balanceAfter} />
      </Cell>
    </Row>
  );
}

/** Every line of the account as the bank posted it, with the bank's serial and the balance after it. */
export function Statement({ as }: { as: Holder }) {
  const t = useTranslations('statement');
  const trpc = useTRPC();
  const lines = useInfiniteQuery(
    trpc.cash.statement.infiniteQueryOptions(
      { as, limit: PAGE },
      {
        getNextPageParam: (page) => (page.length === PAGE ? page.at(-1)?.sequence : undefined),
        initialCursor: undefined,
      },
    ),
  );
  const rows = lines.data?.pages.flat() ?? [];
  return (
    <Panel>
      <PanelHead title={t('title')} note={t('note')} />
      <Refused error={lines.error} className="mx-4 mb-4" />
      {lines.data && rows.length === 0 ? <Empty title={t('none')} /> : null}
      {rows.length > 0 ? (
        <Table caption={t('title')}>
          <TableHead>
            <Column>{t('what')}</Column>
            <Column>{t('when')}</Column>
            <Column>{t('serial')}</Column>
            <Column end>{t('amount')}</Column>
            <Column end>{t('balance')}</Column>
          </TableHead>
          <TableBody>
            {rows.map((line) => (
              <Line key={String(line.sequence)} line={line} />
            ))}
          </TableBody>
        </Table>
      ) : null}
      {lines.hasNextPage ? (
        <PanelBody className="pt-4">
          <Button look="outline" size="sm" disabled={lines.isFetching} onClick={() => void lines.fetchNextPage()}>
            {t('more')}
          </Button>
        </PanelBody>
      ) : null}
    </Panel>
  );
}
