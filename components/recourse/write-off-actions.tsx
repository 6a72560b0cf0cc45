'use client';

import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Refused } from '#components/errors/refused.tsx';
import { useRefresh } from '#components/trpc/after.ts';
import { useTRPC } from '#components/trpc/provider.tsx';
import { Button } from '#components/ui/button.tsx';
import { isReason, ReasonField } from '#components/ui/reason-field.tsx';

type Of = { loanId: string; title: string };

/** Proposes to write one loan off, with a reason that stays on record. */
export function ProposeWriteOff({ loanId, title }: Of) {
  const t = useTranslations('recourse');
  const trpc = useTRPC();
  const propose = useMutation(trpc.recourse.proposeWriteOff.mutationOptions(useRefresh()));
  const [reason, setReason] = useState('');
  const [asked, setAsked] = useState(false);
  const given = isReason(reason);
  return (
    <form
      noValidate
      className="min-w-56 space-y-2"
      onSubmit={(event) => {
        event.preventDefault();
        setAsked(true);
        if (given) propose.mutate({ loanId, reason: reason.trim() });
      }}
    >
      <ReasonField
        label={t('reasonOf', { title })}
        error={asked && !given ? t('reasonMissing') : undefined}
        value={reason}
        onValue={setReason}
      />
      <Button type="submit" look="outline" size="sm" disabled={propose.isPending}>
        {t('propose')}
      </Button>
      <Refused error={propose.error} />
    </form>
  );
}

/** The second person's word on a proposal. */
export function DecideWriteOff({ loanId, title }: Of) {
  const t = useTranslations('recourse');
  const trpc = useTRPC();
  const decide = useMutation(trpc.recourse.decideWriteOff.mutationOptions(useRefresh()));
  return (
    <div className="space-y-2">
      <div className="flex flex-wrap gap-2">
        <Button
          size="sm"
          disabled={decide.isPending}
          aria-label={t('confirmOf', { title })}
          onClick={() => decide.mutate({ loanId, confirm: true })}
        >
          {t('confirm')}
        </Button>
        <Button
          look="outline"
          size="sm"
          disabled={decide.isPending}
          aria-label={t('refuseOf', { title })}
          onClick={() => decide.mutate({ loanId, confirm: false })}
        >
          {t('refuse')}
        </Button>
      </div>
      <Refused error={decide.error} />
    </div>
  );
}
