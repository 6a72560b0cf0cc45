'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Refused } from '#components/errors/refused.tsx';
import { useTRPC } from '#components/trpc/provider.tsx';
import { Button } from '#components/ui/button.tsx';
import { Field, Input } from '#components/ui/field.tsx';

const SHORTEST_NOTE = 2;

/** "I see to it": with a word on how, which the others read. */
export function Acknowledge({ alertId, title }: { alertId: string; title: string }) {
  const t = useTranslations('alerts');
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [note, setNote] = useState('');
  const [sent, setSent] = useState(false);
  const acknowledge = useMutation(
    trpc.alert.acknowledge.mutationOptions({ onSettled: () => queryClient.invalidateQueries() }),
  );
  const given = note.trim().length >= SHORTEST_NOTE;
  const label = (
    <>
      {t('noteLabel')}
      <span className="sr-only">: {title}</span>
    </>
  );
  return (
    <form
      noValidate
      className="flex max-w-xl flex-wrap items-end gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        setSent(true);
        if (given) acknowledge.mutate({ alertId, note: note.trim() });
      }}
    >
      <Field className="grow" label={label} error={sent && !given ? t('noteMissing') : undefined}>
        {(control) => (
          <Input {...control} maxLength={300} value={note} onChange={(event) => setNote(event.target.value)} />
        )}
      </Field>
      <Button type="submit" look="outline" disabled={acknowledge.isPending}>
        {t('acknowledge')}
      </Button>
      <Refused error={acknowledge.error} className="w-full" />
    </form>
  );
}
