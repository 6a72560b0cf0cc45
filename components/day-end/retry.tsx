'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Refused } from '#components/errors/refused.tsx';
import type { DayRunView } from '#components/trpc/outputs.ts';
import { useTRPC } from '#components/trpc/provider.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { useStepName } from './step-name.ts';

type Props = { date: DayRunView['date']; step: DayRunView['steps'][number] };

/** Has a stuck step tried at once, or, when asked twice, the books from a step on made again. */
export function Retry({ date, step: { step, retry } }: Props) {
  const t = useTranslations('dayEnd');
  const trpc = useTRPC();
  const nameOf = useStepName();
  const queryClient = useQueryClient();
  const [asking, setAsking] = useState(false);
  const ask = useMutation(
    trpc.dayEnd.retry.mutationOptions({
      onSuccess: () => setAsking(false),
      onSettled: () => queryClient.invalidateQueries({ queryKey: trpc.dayEnd.pathKey() }),
    }),
  );
  const send = () => ask.mutate({ date, step });
  if (!retry) return null;
  return (
    <>
      <Button
        look={retry === 'stuck' ? 'outline' : 'quiet'}
        size="sm"
        className="whitespace-nowrap"
        aria-label={t(`retry.${retry}Of`, { step: nameOf(step) })}
        disabled={ask.isPending}
        onClick={retry === 'stuck' ? send : () => setAsking(true)}
      >
        {t(`retry.${retry}`)}
      </Button>
      {asking ? null : <Refused error={ask.error} />}
      <Dialog
        open={asking}
        onOpenChange={setAsking}
        title={t('retry.againOf', { step: nameOf(step) })}
        description={t('retry.note')}
      >
        <Refused error={ask.error} className="mb-3" />
        <div className="flex justify-end gap-2">
          <Button look="outline" onClick={() => setAsking(false)}>
            {t('retry.cancel')}
          </Button>
          <Button disabled={ask.isPending} onClick={send}>
            {t('retry.confirm')}
          </Button>
        </div>
      </Dialog>
    </>
  );
}
