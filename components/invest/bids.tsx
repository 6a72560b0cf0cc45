'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Amount } from '#components/money/amount.tsx';
import { Rate } from '#components/money/rate.tsx';
import { StateBadge } from '#components/states/state-badge.tsx';
import { Moment } from '#components/time/day.tsx';
import type { OwnBid } from '#components/trpc/outputs.ts';
import { useTRPC } from '#components/trpc/provider.tsx';
import { type ColumnOf, DataTable } from '#components/ui/data-table.tsx';
import { Panel, PanelHead } from '#components/ui/panel.tsx';

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
  const columns: ColumnOf<OwnBid>[] = [
    {
      label: t('loan'),
      lead: true,
      cell: (bid) => (
        <Link href={`/loans/${bid.loanId}`} className="text-accent underline-offset-4 hover:underline">
          {bid.title}
        </Link>
      ),
    },
    { label: t('rate'), end: true, cell: (bid) => <Rate value={bid.ratePpm} /> },
    { label: t('state'), cell: (bid) => <StateBadge kind="bid" state={bid.state} /> },
    { label: t('placedAt'), cell: (bid) => <Moment value={bid.placedAt} /> },
    { label: t('amount'), end: true, cell: (bid) => <Amount value={bid.amount} /> },
  ];
  return (
    <Panel>
      <PanelHead title={t('title')} />
      <DataTable caption={t('title')} columns={columns} rows={bids} keyOf={(bid) => bid.bidId} />
    </Panel>
  );
}
