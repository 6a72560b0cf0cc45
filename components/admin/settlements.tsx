'use client';

import { useMutation, useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Refused } from '#components/errors/refused.tsx';
import { Amount } from '#components/money/amount.tsx';
import { StateBadge } from '#components/states/state-badge.tsx';
import { useTRPC } from '#components/trpc/provider.tsx';
import { Button } from '#components/ui/button.tsx';
import { Empty } from '#components/ui/empty.tsx';
import { FillBar } from '#components/ui/fill-bar.tsx';
import { Panel, PanelBody, PanelHead } from '#components/ui/panel.tsx';
import { Cell, Column, Row, Table, TableBody, TableHead } from '#components/ui/table.tsx';

const REFRESH_MS = 4_000;

function Trades({ loanId }: { loanId: string }) {
  const t = useTranslations('settlement');
  const trpc = useTRPC();
  const trades = useQuery({ ...trpc.settlement.trades.queryOptions({ loanId }), refetchInterval: REFRESH_MS });
  if (!trades.data) return null;
  return (
    <Table caption={t('trades')}>
      <TableHead>
        <Column>{t('trade')}</Column>
        <Column>{t('state')}</Column>
        <Column>{t('serial')}</Column>
        <Column end>{t('bids')}</Column>
        <Column end>{t('amount')}</Column>
        <Column end>{t('fee')}</Column>
      </TableHead>
      <TableBody>
        {trades.data.map((trade) => (
          <Row key={trade.number}>
            <Cell label={t('trade')}>{trade.number}</Cell>
            <Cell label={t('state')}>
              <StateBadge kind="chunk" state={trade.state} />
              {trade.errorMessage ? <span className="block text-2xs text-risk">{trade.errorMessage}</span> : null}
            </Cell>
            <Cell label={t('serial')} className="font-mono text-2xs text-faint">
              {trade.requestNo ?? '—'}
            </Cell>
            <Cell end label={t('bids')}>
              {trade.bidCount}
            </Cell>
            <Cell end label={t('amount')}>
              <Amount value={trade.amount} />
            </Cell>
            <Cell end label={t('fee')}>
              <Amount value={trade.fee} />
            </Cell>
          </Row>
        ))}
      </TableBody>
    </Table>
  );
}

/** Loans that are full or being settled, with how far their trades have come. */
export function Settlements({ maySettle }: { maySettle: boolean }) {
  const t = useTranslations('settlement');
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [open, setOpen] = useState<string>();
  const { data } = useSuspenseQuery({ ...trpc.settlement.underWay.queryOptions(), refetchInterval: REFRESH_MS });
  const settle = useMutation(
    trpc.settlement.settle.mutationOptions({ onSettled: () => queryClient.invalidateQueries() }),
  );
  return (
    <Panel>
      <PanelHead title={t('title')} note={t('note')} />
      <Refused error={settle.error} className="mx-4 mb-4" />
      {data.length === 0 ? <Empty title={t('none')} /> : null}
      {data.map((loan) => {
        const trades = loan.pending + loan.sent + loan.failed + loan.succeeded;
        return (
          <PanelBody key={loan.loanId} className="space-y-2 border-t border-line pt-4">
            <div className="flex flex-wrap items-center justify-between gap-3 text-sm">
              <p>
                {loan.title} <span className="num text-xs text-faint">{loan.number}</span>{' '}
                <StateBadge kind="loan" state={loan.state} />
              </p>
              <Amount value={loan.amount} symbol />
            </div>
            <FillBar percent={trades === 0 ? 0 : Math.floor((loan.succeeded * 100) / trades)} label={t('progress')} />
            <div className="flex flex-wrap items-center justify-between gap-3 text-xs text-soft">
              <span className="num">{t('counts', { done: loan.succeeded, all: trades, failed: loan.failed })}</span>
              <span className="flex gap-2">
                <Button
                  look="quiet"
                  size="sm"
                  aria-expanded={open === loan.loanId}
                  onClick={() => setOpen(open === loan.loanId ? undefined : loan.loanId)}
                >
                  {t('trades')}
                </Button>
                {maySettle ? (
                  <Button
                    look="outline"
                    size="sm"
                    disabled={settle.isPending}
                    onClick={() => settle.mutate({ loanId: loan.loanId })}
                  >
                    {loan.state === 'full' ? t('start') : t('resume')}
                  </Button>
                ) : null}
              </span>
            </div>
            {open === loan.loanId ? <Trades loanId={loan.loanId} /> : null}
          </PanelBody>
        );
      })}
    </Panel>
  );
}
