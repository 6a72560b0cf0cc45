'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { Amount } from '#components/money/amount.tsx';
import { StateBadge } from '#components/states/state-badge.tsx';
import { Moment } from '#components/time/day.tsx';
import { useTRPC } from '#components/trpc/provider.tsx';
import { Empty } from '#components/ui/empty.tsx';
import { Panel, PanelHead } from '#components/ui/panel.tsx';
import { Cell, Column, Row, Table, TableBody, TableHead } from '#components/ui/table.tsx';

const SHOWN = 50;
const REFRESH_MS = 10_000;

/** Who has bid, masked, newest first. */
export function BidList({ loanId, live }: { loanId: string; live: boolean }) {
  const t = useTranslations('bid');
  const trpc = useTRPC();
  const { data: bids } = useSuspenseQuery({
    ...trpc.bidding.ofLoan.queryOptions({ loanId, limit: SHOWN }),
    refetchInterval: live ? REFRESH_MS : false,
  });
  return (
    <Panel>
      <PanelHead title={t('list')} note={bids.length === SHOWN ? t('newest', { count: SHOWN }) : undefined} />
      {bids.length === 0 ? (
        <Empty title={t('noneYet')}>{t('noneYetNote')}</Empty>
      ) : (
        <Table caption={t('list')}>
          <TableHead>
            <Column>{t('investor')}</Column>
            <Column end>{t('amountUnit')}</Column>
            <Column>{t('state')}</Column>
            <Column end>{t('placedAt')}</Column>
          </TableHead>
          <TableBody>
            {bids.map((bid) => (
              <Row key={bid.bidId}>
                <Cell lead>{bid.investor}</Cell>
                <Cell end label={t('amountUnit')}>
                  <Amount value={bid.amount} />
                </Cell>
                <Cell label={t('state')}>
                  <StateBadge kind="bid" state={bid.state} />
                </Cell>
                <Cell end label={t('placedAt')} className="text-faint">
                  <Moment value={bid.placedAt} />
                </Cell>
              </Row>
            ))}
          </TableBody>
        </Table>
      )}
    </Panel>
  );
}
