'use client';

import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Refused } from '#components/errors/refused.tsx';
import { useRequest } from '#components/trpc/after.ts';
import { useTRPC } from '#components/trpc/provider.tsx';
import { Button } from '#components/ui/button.tsx';
import { Field, Input } from '#components/ui/field.tsx';
import { isReason, ReasonField } from '#components/ui/reason-field.tsx';

type Of = Readonly<{ itemId: string; object: string }>;

/** Names the account that an item belongs to; another person decides. */
export function AskClearing({ itemId, object }: Of) {
  const t = useTranslations('suspense');
  const trpc = useTRPC();
  const { requestId, onSettled } = useRequest();
  const ask = useMutation(trpc.reconciliation.askClearing.mutationOptions({ onSettled }));
  const [account, setAccount] = useState('');
  const [reason, setReason] = useState('');
  const [asked, setAsked] = useState(false);
  const complete = account.trim() !== '' && isReason(reason);
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
      <ReasonField
        label={t('reason')}
        error={asked && !isReason(reason) ? t('reasonMissing') : undefined}
        value={reason}
        onValue={setReason}
      />
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
  const { requestId, onSettled } = useRequest();
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
