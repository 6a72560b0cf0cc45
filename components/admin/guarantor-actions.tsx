'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { Refused } from '#components/errors/refused.tsx';
import { MoneyInput, useAmount } from '#components/money/money-input.tsx';
import type { GuarantorView } from '#components/trpc/outputs.ts';
import { useTRPC } from '#components/trpc/provider.tsx';
import { Button } from '#components/ui/button.tsx';

function useActions() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const after = { onSettled: () => queryClient.invalidateQueries() };
  return {
    propose: useMutation(trpc.guarantor.propose.mutationOptions(after)),
    decide: useMutation(trpc.guarantor.decide.mutationOptions(after)),
    suspend: useMutation(trpc.guarantor.suspend.mutationOptions(after)),
  };
}

/** Proposed by one, accepted or refused by another, suspended by either. */
export function GuarantorActions({ guarantor }: { guarantor: GuarantorView }) {
  const t = useTranslations('guarantors');
  const { propose, decide, suspend } = useActions();
  const { enterpriseId, state, exposureLimit, isOwnProposal } = guarantor;
  const limit = useAmount(exposureLimit ?? undefined);
  const busy = propose.isPending || decide.isPending || suspend.isPending;
  const error = propose.error ?? decide.error ?? suspend.error;
  return (
    <div className="space-y-3">
      {state === null || state === 'suspended' ? (
        <form
          noValidate
          className="space-y-3"
          onSubmit={(event) => {
            event.preventDefault();
            limit.show();
            if (limit.amount !== undefined) propose.mutate({ enterpriseId, exposureLimit: limit.amount });
          }}
        >
          <MoneyInput state={limit} label={t('newLimit')} disabled={busy} />
          <Button type="submit" size="sm" disabled={busy}>
            {t('propose')}
          </Button>
        </form>
      ) : null}
      {state === 'proposed' && isOwnProposal ? <p className="text-sm text-soft">{t('waitsForAnother')}</p> : null}
      {state === 'proposed' && !isOwnProposal ? (
        <div className="flex flex-wrap gap-2">
          <Button size="sm" disabled={busy} onClick={() => decide.mutate({ enterpriseId, accept: true })}>
            {t('accept')}
          </Button>
          <Button
            look="outline"
            size="sm"
            disabled={busy}
            onClick={() => decide.mutate({ enterpriseId, accept: false })}
          >
            {t('refuse')}
          </Button>
        </div>
      ) : null}
      {state === 'active' ? (
        <Button look="outline" size="sm" disabled={busy} onClick={() => suspend.mutate({ enterpriseId })}>
          {t('suspend')}
        </Button>
      ) : null}
      <Refused error={error} />
    </div>
  );
}
