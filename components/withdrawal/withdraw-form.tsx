'use client';

import { useMutation, useSuspenseQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useRef, useState } from 'react';
import type { Holder } from '#components/cash/onboarding.tsx';
import { Refused } from '#components/errors/refused.tsx';
import { AmountInWords } from '#components/money/amount.tsx';
import { type AmountProblem, MoneyInput, useAmount } from '#components/money/money-input.tsx';
import type { WithdrawableView } from '#components/trpc/outputs.ts';
import { useTRPC } from '#components/trpc/provider.tsx';
import { newRequestId } from '#components/trpc/request-id.ts';
import { Button } from '#components/ui/button.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { fen, type Money, plus, ZERO } from '#server/primitives/money.ts';
import { withdrawalFeeOf } from '#server/primitives/withdrawal-fee.ts';
import { type Arrival, ArrivalChoice } from './arrival-choice.tsx';
import { ConfirmWithdrawal } from './confirm-withdrawal.tsx';
import { WithdrawableFacts } from './withdrawable-facts.tsx';

const mostOf = (possible: WithdrawableView, arrival: Arrival): Money =>
  arrival === 'next-day' ? possible.nextDay : possible.sameDay;

function problemOf(possible: WithdrawableView, arrival: Arrival, amount: Money): AmountProblem | undefined {
  const fee = withdrawalFeeOf(possible.fees, arrival, amount);
  const most = mostOf(possible, arrival);
  if (amount > most) return { code: 'AMOUNT_OVER_WITHDRAWABLE', details: { withdrawableFen: most.toString() } };
  if (amount > fee) return undefined;
  return { code: 'AMOUNT_BELOW_MINIMUM', details: { minimumFen: plus(fee, fen(1n)).toString() } };
}

/** Begins one at the bank's page; each try is a request of its own. */
function useWithdraw(as: Holder) {
  const trpc = useTRPC();
  const router = useRouter();
  const requestId = useRef(newRequestId());
  const ask = useMutation(
    trpc.withdrawal.ask.mutationOptions({
      onSuccess: ({ instructionId }) => router.push(`/custody/go/${instructionId}`),
      onError: () => {
        requestId.current = newRequestId();
      },
    }),
  );
  const send = (amount: Money, arrival: Arrival, fee: Money) =>
    ask.mutate({ as, requestId: requestId.current, amount, arrival, fee });
  return { ask, send };
}

/** How much and how soon; then a last look, then the bank's own page. */
export function WithdrawForm({ as }: { as: Holder }) {
  const t = useTranslations('withdraw');
  const trpc = useTRPC();
  const { data: possible } = useSuspenseQuery(trpc.withdrawal.possible.queryOptions({ as }));
  const [arrival, setArrival] = useState<Arrival>('next-day');
  const [asking, setAsking] = useState(false);
  const { ask, send } = useWithdraw(as);
  const amount = useAmount(undefined, (value) => problemOf(possible, arrival, value));
  const busy = ask.isPending || ask.isSuccess;
  const most = mostOf(possible, arrival);
  const wanted = amount.amount ?? ZERO;
  const fee = withdrawalFeeOf(possible.fees, arrival, wanted);
  return (
    <div className="grid items-start gap-6 lg:grid-cols-[1fr_19rem]">
      <Panel className="p-4 sm:p-5">
        <form
          noValidate
          className="space-y-4"
          onSubmit={(event) => {
            event.preventDefault();
            amount.show();
            if (amount.amount !== undefined) setAsking(true);
          }}
        >
          <ArrivalChoice value={arrival} onChange={setArrival} possible={possible} disabled={busy} />
          <MoneyInput
            state={amount}
            label={t('amount')}
            size="lg"
            chips={most > 0n ? [{ label: t('all'), amount: most }] : []}
            disabled={busy}
          />
          {amount.amount ? (
            <p className="text-xs text-soft">
              <AmountInWords value={amount.amount} />
            </p>
          ) : null}
          <Refused error={ask.error} />
          <Button type="submit" size="lg" wide disabled={busy}>
            {busy ? t('going') : t('goOn')}
          </Button>
        </form>
      </Panel>
      <WithdrawableFacts possible={possible} />
      <ConfirmWithdrawal
        amount={wanted}
        fee={fee}
        arrival={arrival}
        arrivesOn={possible.arrivesOn}
        open={asking}
        onOpenChange={setAsking}
        onConfirm={() => send(wanted, arrival, fee)}
      />
    </div>
  );
}
