'use client';

import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { Refused } from '#components/errors/refused.tsx';
import { Moment } from '#components/time/day.tsx';
import { useTRPC } from '#components/trpc/provider.tsx';
import { Button } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';

type Props = { draftId: string; savedAt: Date /** The changes of a returned application. */; returned?: boolean };

/** That an earlier draft is being continued, and the way back to an empty form, or to what was handed in. */
export function DraftNotice({ draftId, savedAt, returned }: Props) {
  const t = useTranslations('apply');
  const trpc = useTRPC();
  const discard = useMutation(
    trpc.application.discardDraft.mutationOptions({ onSuccess: () => window.location.reload() }),
  );
  return (
    <Notice
      className="mb-5"
      title={t('continued')}
      actions={
        <Button look="outline" size="sm" disabled={discard.isPending} onClick={() => discard.mutate({ draftId })}>
          {t(returned ? 'dropChanges' : 'startAnew')}
        </Button>
      }
    >
      {t.rich('savedAt', { at: () => <Moment value={savedAt} /> })}
      <Refused error={discard.error} />
    </Notice>
  );
}
