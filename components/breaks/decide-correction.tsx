'use client';

import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Refused } from '#components/errors/refused.tsx';
import { useRequest } from '#components/trpc/after.ts';
import type { CorrectionView } from '#components/trpc/outputs.ts';
import { useTRPC } from '#components/trpc/provider.tsx';
import { Button } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Panel, PanelBody, PanelHead } from '#components/ui/panel.tsx';
import { isReason, ReasonField } from '#components/ui/reason-field.tsx';
import type { Rights } from './break-desk.tsx';
import { Details } from './details.tsx';

function Decision({ correctionId }: { correctionId: string }) {
  const t = useTranslations('breaks');
  const trpc = useTRPC();
  const { requestId, onSettled } = useRequest();
  const [reason, setReason] = useState('');
  const [asked, setAsked] = useState(false);
  const decide = useMutation(trpc.reconciliation.decide.mutationOptions({ onSettled }));
  const given = isReason(reason);
  const say = (approve: boolean): void => {
    setAsked(!approve);
    if (!approve && !given) return;
    const words = approve ? {} : { reason: reason.trim() };
    decide.mutate({ requestId: requestId.current, correctionId, approve, ...words });
  };
  return (
    <div className="space-y-4">
      <ReasonField
        label={t('rejectReason')}
        error={asked && !given ? t('reasonMissing') : undefined}
        value={reason}
        onValue={setReason}
      />
      <div className="flex flex-wrap gap-3">
        <Button disabled={decide.isPending} onClick={() => say(true)}>
          {decide.isPending ? t('applying') : t('approve')}
        </Button>
        <Button look="outline" disabled={decide.isPending} onClick={() => say(false)}>
          {t('reject')}
        </Button>
      </div>
      <Refused error={decide.error} />
    </div>
  );
}

/** What another person has made, with all that it would change; approved, it is carried out at once. */
export function DecideCorrection({ correction, memberId, mayCheck }: Rights & { correction: CorrectionView }) {
  const t = useTranslations('breaks');
  return (
    <Panel>
      <PanelHead
        title={t('waits', { name: t(`correction.${correction.kind}`) })}
        note={t('madeBy', { name: correction.makerName ?? '' })}
      />
      <PanelBody className="space-y-4">
        <p className="text-sm">{t(`explain.${correction.kind}`)}</p>
        <Details details={correction.details} />
        <p className="text-sm text-soft">{correction.reason}</p>
        {mayCheck && correction.makerId !== memberId ? (
          <Decision correctionId={correction.id} />
        ) : (
          <Notice kind="wait">{t('another')}</Notice>
        )}
      </PanelBody>
    </Panel>
  );
}
