'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { Amount } from '#components/money/amount.tsx';
import { StateBadge } from '#components/states/state-badge.tsx';
import { Moment } from '#components/time/day.tsx';
import { useTRPC } from '#components/trpc/provider.tsx';
import { DataTable } from '#components/ui/data-table.tsx';
import { Empty } from '#components/ui/empty.tsx';
import { Panel, PanelHead } from '#components/ui/panel.tsx';

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
        <DataTable
          caption={t('list')}
          rows={bids}
          keyOf={(bid) => bid.bidId}
          columns={[
            { label: t('investor'), lead: true, cell: (bid) => bid.investor },
            { label: t('amountUnit'), end: true, cell: (bid) => <Amount value={bid.amount} /> },
            { label: t('state'), cell: (bid) => <StateBadge kind="bid" state={bid.state} /> },
            {
              label: t('placedAt'),
              end: true,
              className: 'text-faint',
              cell: (bid) => <Moment value={bid.placedAt} />,
            },
          ]}
        />
      )}
    </Panel>
  );
}
