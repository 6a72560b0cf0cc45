'use client';

import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Refused } from '#components/errors/refused.tsx';
import { Amount } from '#components/money/amount.tsx';
import { StateBadge } from '#components/states/state-badge.tsx';
import { Moment } from '#components/time/day.tsx';
import type { SettlementView } from '#components/trpc/outputs.ts';
import { useTRPC } from '#components/trpc/provider.tsx';
import { Button } from '#components/ui/button.tsx';
import { Empty } from '#components/ui/empty.tsx';
import { FillBar } from '#components/ui/fill-bar.tsx';
import { Panel, PanelBody, PanelHead } from '#components/ui/panel.tsx';
import { Trades } from './trades.tsx';

const REFRESH_MS = 4_000;

function SettlementRow({ loan, maySettle }: { loan: SettlementView; maySettle: boolean }) {
  const t = useTranslations('settlement');
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [open, setOpen] = useState(false);
  const settle = useMutation(
    trpc.settlement.settle.mutationOptions({ onSettled: () => queryClient.invalidateQueries() }),
  );
  const trades = loan.pending + loan.sent + loan.failed + loan.succeeded;
  return (
    <PanelBody className="space-y-2 border-t border-line pt-4">
      <div className="flex flex-wrap items-center justify-between gap-3 text-sm">
        <p>
          {loan.title} <span className="num text-xs text-faint">{loan.number}</span>{' '}
          <StateBadge kind="loan" state={loan.state} />
        </p>
        <span className="text-end">
          <Amount value={loan.amount} symbol />
          {loan.listedAmount ? (
            <span className="block text-2xs text-faint">
              {t.rich('listed', { amount: () => <Amount value={loan.listedAmount ?? loan.amount} symbol /> })}
            </span>
          ) : null}
        </span>
      </div>
      <FillBar percent={trades === 0 ? 0 : Math.floor((loan.succeeded * 100) / trades)} label={t('progress')} />
      <div className="flex flex-wrap items-center justify-between gap-3 text-xs text-soft">
        <span className="num">
          {t('counts', { done: loan.succeeded, all: trades, failed: loan.failed })}
          {loan.fullAt ? (
            <span className="block text-2xs text-faint">
              {t.rich('since', { at: () => <Moment value={loan.fullAt ?? new Date(0)} /> })}
            </span>
          ) : null}
          {loan.state === 'full' && loan.lastLook ? (
            <span className="block text-risk">{t('waitsForOfficer')}</span>
          ) : null}
        </span>
        <span className="flex gap-2">
          <Button look="quiet" size="sm" aria-expanded={open} onClick={() => setOpen(!open)}>
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
      <Refused error={settle.error} />
      {open ? <Trades loanId={loan.loanId} /> : null}
    </PanelBody>
  );
}

/** Loans that are full or being settled, with how far their trades have come. */
export function Settlements({ maySettle }: { maySettle: boolean }) {
  const t = useTranslations('settlement');
  const trpc = useTRPC();
  const { data } = useSuspenseQuery({ ...trpc.settlement.underWay.queryOptions(), refetchInterval: REFRESH_MS });
  return (
    <Panel>
      <PanelHead title={t('title')} note={t('note')} />
      {data.length === 0 ? <Empty title={t('none')} /> : null}
      {data.map((loan) => (
        <SettlementRow key={loan.loanId} loan={loan} maySettle={maySettle} />
      ))}
    </Panel>
  );
}
