'use client';

import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useRef } from 'react';
import { Refused } from '#components/errors/refused.tsx';
import { useTRPC } from '#components/trpc/provider.tsx';
import { newRequestId } from '#components/trpc/request-id.ts';
import { Button } from '#components/ui/button.tsx';
import type { Holder } from './onboarding.tsx';

/** To the bank's page for the standing authorisation. */
export function AuthoriseButton({ as, renew }: { as: Holder; renew: boolean }) {
  const t = useTranslations('account');
  const trpc = useTRPC();
  const router = useRouter();
  const requestId = useRef(newRequestId());
  const authorise = useMutation(
    trpc.cash.authorise.mutationOptions({
      onSuccess: ({ instructionId }) => router.push(`/custody/go/${instructionId}`),
    }),
  );
  const busy = authorise.isPending || authorise.isSuccess;
  return (
    <div className="space-y-3">
      <Button
        look={renew ? 'outline' : 'primary'}
        size="sm"
        disabled={busy}
        onClick={() => authorise.mutate({ as, requestId: requestId.current })}
      >
        {busy ? t('going') : renew ? t('renew') : t('authorise')}
      </Button>
      <Refused error={authorise.error} />
    </div>
  );
}
