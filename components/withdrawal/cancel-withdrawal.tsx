'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useRef, useState } from 'react';
import type { Holder } from '#components/cash/onboarding.tsx';
import { Refused } from '#components/errors/refused.tsx';
import { useTRPC } from '#components/trpc/provider.tsx';
import { newRequestId } from '#components/trpc/request-id.ts';
import { Button } from '#components/ui/button.tsx';

/** Gives a withdrawal up that waits for its day end; asked once more, since a click is quick. */
export function CancelWithdrawal({ as, withdrawalId }: { as: Holder; withdrawalId: string }) {
  const t = useTranslations('withdraw');
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const requestId = useRef(newRequestId());
  const [asking, setAsking] = useState(false);
  const cancel = useMutation(
    trpc.withdrawal.cancel.mutationOptions({ onSettled: () => queryClient.invalidateQueries() }),
  );
  if (!asking)
    return (
      <Button look="outline" size="sm" onClick={() => setAsking(true)}>
        {t('cancel')}
      </Button>
    );
  return (
    <div className="space-y-2">
      <p className="text-sm text-soft">{t('cancelAsk')}</p>
      <div className="flex flex-wrap gap-2">
        <Button
          size="sm"
          disabled={cancel.isPending}
          onClick={() => cancel.mutate({ as, requestId: requestId.current, withdrawalId })}
        >
          {t('cancelYes')}
        </Button>
        <Button look="outline" size="sm" disabled={cancel.isPending} onClick={() => setAsking(false)}>
          {t('cancelNo')}
        </Button>
      </div>
      <Refused error={cancel.error} />
    </div>
  );
}
