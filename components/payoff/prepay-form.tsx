'use client';

import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useRef, useState } from 'react';
import { Amount } from '#components/money/amount.tsx';
import { MoneyInput, useAmount } from '#components/money/money-input.tsx';
import { useTRPC } from '#components/trpc/provider.tsx';
import { newRequestId } from '#components/trpc/request-id.ts';
import { cn } from '#components/ui/cn.ts';
import { Fact, Facts } from '#components/ui/figure.tsx';
import { Panel, PanelBody, PanelHead } from '#components/ui/panel.tsx';
import { fen, type Money, toDecimalText } from '#server/primitives/money.ts';
import { ConfirmEarly } from './confirm-early.tsx';
import { EarlyCost } from './cost.tsx';
import { DayField, useDay } from './day-field.tsx';
import { EarlyOutcome } from './early-outcome.tsx';
import { useEarlyState } from './early-state.ts';
import { InvestorsSide } from './investors-side.tsx';
import { type Keep, KeepChoice } from './keep-choice.tsx';
import { NewSchedule } from './new-schedule.tsx';
import { PayNow } from './pay-now.tsx';
import type { EarlyChoices, PartsView, PartView } from './views.ts';

type Props = { loanId: string; choices: Pick<EarlyChoices, 'today' | 'lastDay' | 'left'> };

const tooMuch = (left: Money) => (amount: Money) =>
  amount >= left ? ({ code: 'PREPAYMENT_TOO_LARGE', details: { leftFen: left.toString() } } as const) : undefined;

/** Both quotes for a part on a day, as they are typed; and the payment itself. */
function usePart(loanId: string, on: EarlyChoices['today'], part: Money | undefined) {
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  const pay = useMutation(
    trpc.prepayment.prepay.mutationOptions({
      onError: () => router.refresh(),
      onSettled: () => queryClient.invalidateQueries(),
    }),
  );
  const state = useEarlyState(loanId, pay.data);
  const over = state !== undefined && state !== 'failed';
  const quoted = useQuery({
    ...trpc.prepayment.quotePart.queryOptions({ loanId, on, part: toDecimalText(part ?? fen(1n)) }),
    enabled: part !== undefined && !over,
    placeholderData: keepPreviousData,
  });
  return { pay, state, over, quoted, quotes: part === undefined ? undefined : quoted.data };
}

type CostProps = { quotes: PartsView; quote: PartView | undefined; keep: Keep; onKeep: (keep: Keep) => void };

/** Which way the rest is paid, what the part costs, and what is there. */
function PartCost({ quotes, quote, keep, onKeep }: CostProps) {
  const t = useTranslations('payoff');
  const { keepTerm, keepInstalment, spendable } = quotes;
  return (
    <>
      {keepInstalment ? (
        <KeepChoice keepTerm={keepTerm} keepInstalment={keepInstalment} value={keep} onKeep={onKeep} />
      ) : (
        <p className="text-sm text-soft">{t('oneWay')}</p>
      )}
      {quote ? <EarlyCost quote={quote} /> : null}
      <Facts>
        <Fact label={t('spendable')}>
          <Amount value={spendable} symbol />
        </Fact>
      </Facts>
    </>
  );
}

/** A part of the principal ahead of the schedule: what it costs, what is kept, and the schedule then. */
export function PrepayForm({ loanId, choices }: Props) {
  const t = useTranslations('payoff');
  const requestId = useRef(newRequestId());
  const [on, setOn] = useDay(choices.today);
  const [keep, setKeep] = useState<Keep>('term');
  const [asking, setAsking] = useState(false);
  const amount = useAmount(undefined, tooMuch(choices.left));
  const { pay, state, over, quoted, quotes } = usePart(loanId, on, amount.amount);
  const quote = keep === 'instalment' ? (quotes?.keepInstalment ?? quotes?.keepTerm) : quotes?.keepTerm;
  const outcome = <EarlyOutcome loanId={loanId} kind="part" state={state} error={pay.error ?? quoted.error} />;
  if (over) return outcome;
  const confirm = () => {
    if (!quote) return;
    const { total, principal: part } = quote;
    pay.mutate({ requestId: requestId.current, loanId, on: quote.on, total, part, keep: quote.keep });
    requestId.current = newRequestId();
  };
  return (
    <div className={cn('space-y-6', quoted.isPlaceholderData && 'waiting')}>
      <Panel>
        <PanelHead title={t('partCost')} />
        <PanelBody className="space-y-5">
          <MoneyInput
            state={amount}
            label={t('part')}
            hint={t.rich('partHint', { left: () => <Amount value={choices.left} symbol /> })}
            size="lg"
            disabled={pay.isPending}
          />
          <DayField value={on} today={choices.today} lastDay={choices.lastDay} onDay={setOn} />
          {quotes ? <PartCost quotes={quotes} quote={quote} keep={keep} onKeep={setKeep} /> : null}
          <PayNow
            on={on}
            today={choices.today}
            paying={pay.isPending}
            ready={!quoted.isPlaceholderData}
            label={t('payPart')}
            onAsk={() => (quote ? setAsking(true) : amount.show())}
          />
          {outcome}
        </PanelBody>
      </Panel>
      {quote ? <NewSchedule rows={quote.rows} /> : null}
      {quote ? <InvestorsSide investors={quote.investors} /> : null}
      {quote ? (
        <ConfirmEarly quote={quote} then={t('thenGoesOn')} open={asking} onOpenChange={setAsking} onConfirm={confirm} />
      ) : null}
    </div>
  );
}
