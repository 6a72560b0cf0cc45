'use client';

import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Amount } from '#components/money/amount.tsx';
import { useRequest } from '#components/trpc/after.ts';
import { useTRPC } from '#components/trpc/provider.tsx';
import { cn } from '#components/ui/cn.ts';
import { Fact, Facts } from '#components/ui/figure.tsx';
import { Panel, PanelBody, PanelHead } from '#components/ui/panel.tsx';
import { fen } from '#server/primitives/money.ts';
import { ConfirmEarly } from './confirm-early.tsx';
import { EarlyCost } from './cost.tsx';
import { DayField, useDay } from './day-field.tsx';
import { EarlyOutcome } from './early-outcome.tsx';
import { useEarlyState } from './early-state.ts';
import { InvestorsSide } from './investors-side.tsx';
import { PayNow } from './pay-now.tsx';
import type { EarlyChoices, PayoffView } from './views.ts';

type Props = { loanId: string; choices: Pick<EarlyChoices, 'today' | 'lastDay'> };

/** Against the schedule, and against what is there. */
function Compared({ quote }: { quote: PayoffView }) {
  const t = useTranslations('payoff');
  const saved = quote.bySchedule - quote.total;
  return (
    <Facts>
      <Fact label={saved < 0n ? t('dearer') : t('saved')}>
        <Amount value={fen(saved < 0n ? -saved : saved)} symbol />
      </Fact>
      <Fact label={t('spendable')}>
        <Amount value={quote.spendable} symbol />
      </Fact>
    </Facts>
  );
}

/** What it costs to pay the loan off on any day; on the day itself it can be done. */
export function PayoffForm({ loanId, choices }: Props) {
  const t = useTranslations('payoff');
  const trpc = useTRPC();
  const router = useRouter();
  const { requestId, onSettled } = useRequest();
  const [on, setOn] = useDay(choices.today);
  const [asking, setAsking] = useState(false);
  const pay = useMutation(
    trpc.prepayment.payOff.mutationOptions({
      onError: () => router.refresh(),
      onSettled,
    }),
  );
  const state = useEarlyState(loanId, pay.data);
  const over = state !== undefined && state !== 'failed';
  const asked = trpc.prepayment.quotePayoff.queryOptions({ loanId, on });
  const quoted = useQuery({ ...asked, enabled: !over, placeholderData: keepPreviousData });
  const quote = quoted.data;
  const outcome = <EarlyOutcome loanId={loanId} kind="payoff" state={state} error={pay.error} />;
  if (over) return outcome;
  return (
    <div className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
      <Panel className={cn(quoted.isPlaceholderData && 'waiting')} aria-live="polite">
        <PanelHead title={t('cost')} />
        <PanelBody className="space-y-5">
          <DayField value={on} today={choices.today} lastDay={choices.lastDay} onDay={setOn} />
          {quote ? (
            <EarlyCost quote={quote} />
          ) : (
            <EarlyOutcome loanId={loanId} kind="payoff" state={undefined} error={quoted.error} />
          )}
          {quote ? <Compared quote={quote} /> : null}
          <PayNow
            on={on}
            today={choices.today}
            paying={pay.isPending}
            ready={quote !== undefined && !quoted.isPlaceholderData}
            label={t('payOff')}
            onAsk={() => setAsking(true)}
          />
          {outcome}
        </PanelBody>
      </Panel>
      {quote ? <InvestorsSide investors={quote.investors} /> : null}
      {quote ? (
        <ConfirmEarly
          quote={quote}
          then={t('thenOver')}
          open={asking}
          onOpenChange={setAsking}
          onConfirm={() => pay.mutate({ requestId: requestId.current, loanId, on: quote.on, total: quote.total })}
        />
      ) : null}
    </div>
  );
}
