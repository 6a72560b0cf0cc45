'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useRef } from 'react';
import { Refused } from '#components/errors/refused.tsx';
import { useTRPC } from '#components/trpc/provider.tsx';
import { newRequestId } from '#components/trpc/request-id.ts';
import { Button } from '#components/ui/button.tsx';

/** One more try to collect what a late borrower owes, by his standing authorisation. */
export function CollectNow({ loanId, title, disabled }: { loanId: string; title: string; disabled: boolean }) {
  const t = useTranslations('overdue');
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const requestId = useRef(newRequestId());
  const collect = useMutation(
    trpc.repayment.collectNow.mutationOptions({
      onSuccess: () => {
        requestId.current = newRequestId();
      },
      onSettled: () => queryClient.invalidateQueries(),
    }),
  );
  const outcome = collect.data?.state;
  return (
    <div className="space-y-1">
      <Button
        look="outline"
        size="sm"
        className="whitespace-nowrap"
        disabled={disabled || collect.isPending}
        aria-label={t('collectOf', { title })}
        onClick={() => collect.mutate({ requestId: requestId.current, loanId })}
      >
        {collect.isPending ? t('collecting') : t('collect')}
      </Button>
      <p role="status" className="text-2xs text-soft">
        {outcome ? t(`result.${outcome === 'paid' || outcome === 'failed' ? outcome : 'underWay'}`) : null}
      </p>
      <Refused error={collect.error} />
    </div>
  );
}
