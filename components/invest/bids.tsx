'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Amount } from '#components/money/amount.tsx';
import { Rate } from '#components/money/rate.tsx';
import { StateBadge } from '#components/states/state-badge.tsx';
import { Moment } from '#components/time/day.tsx';
import { useTRPC } from '#components/trpc/provider.tsx';
import { Panel, PanelHead } from '#components/ui/panel.tsx';
import { Cell, Column, Row, Table, TableBody, TableHead } from '#components/ui/table.tsx';

const REFRESH_MS = 10_000;
const SHOWN = 20;

/** Bids that are not claims yet: freezing, frozen, being released, or lately refused. */
export function Bids() {
  const t = useTranslations('bids');
  const trpc = useTRPC();
  const { data } = useSuspenseQuery({
    ...trpc.bidding.mine.queryOptions({ limit: SHOWN }),
    refetchInterval: REFRESH_MS,
  });
  const bids = data.filter((bid) => bid.state !== 'settled');
  if (bids.length === 0) return null;
  return (
    <Panel>
      <PanelHead title={t('title')} />
      <Table caption={t('title')}>
        <TableHead>
          <Column>{t('loan')}</Column>
          <Column end>{t('rate')}</Column>
          <Column>{t('state')}</Column>
          <Column>{t('placedAt')}</Column>
          <Column end>{t('amount')}</Column>
        </TableHead>
        <TableBody>
          {bids.map((bid) => (
            <Row key={bid.bidId}>
              <Cell lead>
                <Link href={`/loans/${bid.loanId}`} className="text-accent underline-offset-4 hover:underline">
                  {bid.title}
                </Link>
              </Cell>
              <Cell end label={t('rate')}>
                <Rate value={bid.ratePpm} />
              </Cell>
              <Cell label={t('state')}>
                <StateBadge kind="bid" state={bid.state} />
              </Cell>
              <Cell label={t('placedAt')}>
                <Moment value={bid.placedAt} />
              </Cell>
              <Cell end label={t('amount')}>
                <Amount value={bid.amount} />
              </Cell>
            </Row>
          ))}
        </TableBody>
      </Table>
    </Panel>
  );
}
