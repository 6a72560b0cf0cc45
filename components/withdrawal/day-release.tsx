'use client';

import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useRef, useState } from 'react';
import { Refused } from '#components/errors/refused.tsx';
import { useRefresh } from '#components/trpc/after.ts';
import { useTRPC } from '#components/trpc/provider.tsx';
import { newRequestId } from '#components/trpc/request-id.ts';
import { Button } from '#components/ui/button.tsx';
import { ReasonForm } from './reason-form.tsx';

/** The first person asks to let a red day's payouts go, with a reason. */
export function AskRelease({ date }: { date: string }) {
  const t = useTranslations('payouts');
  const trpc = useTRPC();
  const requestId = useRef(newRequestId());
  const ask = useMutation(trpc.withdrawal.askRelease.mutationOptions(useRefresh()));
  return (
    <ReasonForm
      open={t('askRelease')}
      label={t('releaseReason')}
      submit={t('askSubmit')}
      busy={ask.isPending}
      error={ask.error}
      onSubmit={(reason) => ask.mutate({ requestId: requestId.current, date, reason })}
    />
  );
}

/** Another person lets them go, or refuses. */
export function DecideRelease({ releaseId }: { releaseId: string }) {
  const t = useTranslations('payouts');
  const trpc = useTRPC();
  const decide = useMutation(trpc.withdrawal.decideRelease.mutationOptions(useRefresh()));
  const [sure, setSure] = useState(false);
  return (
    <div className="space-y-2">
      <div className="flex flex-wrap gap-2">
        <Button
          size="sm"
          disabled={decide.isPending}
          onClick={() => (sure ? decide.mutate({ releaseId, accept: true }) : setSure(true))}
        >
          {t(sure ? 'releaseSure' : 'releaseNow')}
        </Button>
        <Button
          look="outline"
          size="sm"
          disabled={decide.isPending}
          onClick={() => decide.mutate({ releaseId, accept: false })}
        >
          {t('refuse')}
        </Button>
      </div>
      <Refused error={decide.error} />
    </div>
  );
}
