'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { Amount } from '#components/money/amount.tsx';
import { StateBadge } from '#components/states/state-badge.tsx';
import { Moment } from '#components/time/day.tsx';
import { useTRPC } from '#components/trpc/provider.tsx';
import { DataTable } from '#components/ui/data-table.tsx';

const REFRESH_MS = 4_000;

/** The trades of one settlement, with the bank's last word on each. */
export function Trades({ loanId }: { loanId: string }) {
  const t = useTranslations('settlement');
  const trpc = useTRPC();
  const trades = useQuery({ ...trpc.settlement.trades.queryOptions({ loanId }), refetchInterval: REFRESH_MS });
  return (
    <DataTable
      caption={t('trades')}
      rows={trades.data ?? []}
      keyOf={(trade) => trade.number}
      columns={[
        { label: t('trade'), lead: true, cell: (trade) => trade.number },
        {
          label: t('state'),
          cell: (trade) => (
            <>
              <StateBadge kind="chunk" state={trade.state} />
              {trade.lastRefusal && trade.state !== 'succeeded' ? (
                <span className="block text-2xs text-risk">{t('refused', { words: trade.lastRefusal })}</span>
              ) : null}
              {trade.instructionState === 'unknown' ? (
                <span className="block text-2xs text-risk">{t('inDoubt')}</span>
              ) : null}
            </>
          ),
        },
        { label: t('serial'), className: 'font-mono text-2xs text-faint', cell: (trade) => trade.requestNo ?? '—' },
        { label: t('attempts'), end: true, cell: (trade) => trade.attempts },
        { label: t('sentAt'), cell: (trade) => (trade.sentAt ? <Moment value={trade.sentAt} seconds /> : '—') },
        {
          label: t('nextAt'),
          cell: (trade) => (trade.nextAttemptAt ? <Moment value={trade.nextAttemptAt} seconds /> : '—'),
        },
        { label: t('bids'), end: true, cell: (trade) => trade.bidCount },
        { label: t('amount'), end: true, cell: (trade) => <Amount value={trade.amount} /> },
        { label: t('fee'), end: true, cell: (trade) => <Amount value={trade.fee} /> },
      ]}
    />
  );
}
