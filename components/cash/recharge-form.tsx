'use client';

import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useRef } from 'react';
import { Refused } from '#components/errors/refused.tsx';
import { AmountInWords, moneyText } from '#components/money/amount.tsx';
import { MoneyInput, useAmount } from '#components/money/money-input.tsx';
import { useTRPC } from '#components/trpc/provider.tsx';
import { refusalOf } from '#components/trpc/refusal.ts';
import { newRequestId } from '#components/trpc/request-id.ts';
import { Button } from '#components/ui/button.tsx';
import type { ErrorCode } from '#server/primitives/errors.ts';
import { fen } from '#server/primitives/money.ts';
import type { Holder } from './onboarding.tsx';

const QUICK = [100_000n, 500_000n, 1_000_000n, 5_000_000n].map((amount) => ({
  label: moneyText(fen(amount)).replace('.00', ''),
  amount: fen(amount),
}));

/** How much; the rest is done at the bank's own page, and counts when the bank has said so. */
export function RechargeForm({ as }: { as: Holder }) {
  const t = useTranslations('recharge');
  const trpc = useTRPC();
  const router = useRouter();
  const requestId = useRef(newRequestId());
  const amount = useAmount(undefined);
  const recharge = useMutation(
    trpc.cash.recharge.mutationOptions({
      onSuccess: ({ instructionId }) => router.push(`/custody/go/${instructionId}`),
      onError: (error) => {
        requestId.current = newRequestId();
        const refusal = refusalOf(error);
        if (refusal?.code.startsWith('AMOUNT_'))
          amount.refuse({ code: refusal.code as ErrorCode, details: refusal.details });
      },
    }),
  );
  const busy = recharge.isPending || recharge.isSuccess;
  const aboutAmount = refusalOf(recharge.error)?.code.startsWith('AMOUNT_');
  return (
    <form
      noValidate
      className="space-y-4"
      onSubmit={(event) => {
        event.preventDefault();
        amount.show();
        if (amount.amount !== undefined) recharge.mutate({ as, requestId: requestId.current, amount: amount.amount });
      }}
    >
      <MoneyInput state={amount} label={t('amount')} size="lg" chips={QUICK} disabled={busy} />
      {amount.amount ? (
        <p className="text-xs text-soft">
          <AmountInWords value={amount.amount} />
        </p>
      ) : null}
      {aboutAmount ? null : <Refused error={recharge.error} />}
      <Button type="submit" size="lg" wide disabled={busy}>
        {busy ? t('going') : t('submit')}
      </Button>
    </form>
  );
}
