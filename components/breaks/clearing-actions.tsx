'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useRef, useState } from 'react';
import { Refused } from '#components/errors/refused.tsx';
import { useTRPC } from '#components/trpc/provider.tsx';
import { newRequestId } from '#components/trpc/request-id.ts';
import { Button } from '#components/ui/button.tsx';
import { Field, Input } from '#components/ui/field.tsx';

type Of = Readonly<{ itemId: string; object: string }>;

function useAgain() {
  const queryClient = useQueryClient();
  const requestId = useRef(newRequestId());
  const onSettled = () => {
    requestId.current = newRequestId();
    return queryClient.invalidateQueries();
  };
  return { requestId, onSettled };
}

/** Names the account that an item belongs to; another person decides. */
export function AskClearing({ itemId, object }: Of) {
  const t = useTranslations('suspense');
  const trpc = useTRPC();
  const { requestId, onSettled } = useAgain();
  const ask = useMutation(trpc.reconciliation.askClearing.mutationOptions({ onSettled }));
  const [account, setAccount] = useState('');
  const [reason, setReason] = useState('');
  const [asked, setAsked] = useState(false);
  const complete = account.trim() !== '' && reason.trim().length >= 2;
  return (
    <form
      noValidate
      className="min-w-56 space-y-2"
      onSubmit={(event) => {
        event.preventDefault();
        setAsked(true);
        const wish = { platformUserNo: account.trim(), reason: reason.trim() };
        if (complete) ask.mutate({ requestId: requestId.current, itemId, ...wish });
      }}
    >
      <Field
        label={t('accountOf', { object })}
        error={asked && account.trim() === '' ? t('accountMissing') : undefined}
      >
        {(control) => <Input {...control} value={account} onChange={(event) => setAccount(event.target.value)} />}
      </Field>
      <Field label={t('reason')} error={asked && reason.trim().length < 2 ? t('reasonMissing') : undefined}>
        {(control) => (
          <Input {...control} maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />
        )}
      </Field>
      <Button type="submit" look="outline" size="sm" disabled={ask.isPending}>
        {t('ask')}
      </Button>
      <Refused error={ask.error} />
    </form>
  );
}

/** The second person's word on where an item goes. */
export function DecideClearing({ itemId, object }: Of) {
  const t = useTranslations('suspense');
  const trpc = useTRPC();
  const { requestId, onSettled } = useAgain();
  const decide = useMutation(trpc.reconciliation.decideClearing.mutationOptions({ onSettled }));
  const say = (approve: boolean) => decide.mutate({ requestId: requestId.current, itemId, approve });
  return (
    <div className="space-y-2">
      <div className="flex flex-wrap gap-2">
        <Button size="sm" disabled={decide.isPending} aria-label={t('clearOf', { object })} onClick={() => say(true)}>
          {t('clear')}
        </Button>
        <Button
          look="outline"
          size="sm"
          disabled={decide.isPending}
          aria-label={t('keepOf', { object })}
          onClick={() => say(false)}
        >
          {t('keep')}
        </Button>
      </div>
      <Refused error={decide.error} />
    </div>
  );
}
