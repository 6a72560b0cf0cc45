'use client';

import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Refused } from '#components/errors/refused.tsx';
import { useRequest } from '#components/trpc/after.ts';
import type { BreakPageView, CorrectionView } from '#components/trpc/outputs.ts';
import { useTRPC } from '#components/trpc/provider.tsx';
import { Button } from '#components/ui/button.tsx';
import { Choice, Field, TextArea } from '#components/ui/field.tsx';
import { Panel, PanelBody, PanelHead } from '#components/ui/panel.tsx';
import { isReason } from '#components/ui/reason-field.tsx';
import { Details } from './details.tsx';

type Kind = CorrectionView['kind'];
type Props = Readonly<{ breakId: string; choices: BreakPageView['choices']; proposed: Kind | undefined }>;

function useMake() {
  const trpc = useTRPC();
  const { requestId, onSettled } = useRequest();
  const make = useMutation(trpc.reconciliation.make.mutationOptions({ onSettled }));
  return { make, requestId };
}

/** The maker accepts what is proposed or chooses another correction that fits, with a reason. */
export function MakeCorrection({ breakId, choices, proposed }: Props) {
  const t = useTranslations('breaks');
  const { make, requestId } = useMake();
  const [kind, setKind] = useState<Kind | undefined>(proposed ?? choices[0]?.kind);
  const [reason, setReason] = useState('');
  const [asked, setAsked] = useState(false);
  const given = isReason(reason);
  const chosen = choices.find((choice) => choice.kind === kind) ?? choices[0];
  if (!chosen) return null;
  return (
    <Panel>
      <PanelHead title={t('proposal')} note={t('proposalNote')} />
      <PanelBody>
        <form
          noValidate
          className="space-y-4"
          onSubmit={(event) => {
            event.preventDefault();
            setAsked(true);
            if (given) make.mutate({ requestId: requestId.current, breakId, kind: chosen.kind, reason: reason.trim() });
          }}
        >
          <Choice
            label={t('which')}
            hint={t(`explain.${chosen.kind}`)}
            value={chosen.kind}
            onChange={(value) => setKind(choices.find((choice) => choice.kind === value)?.kind)}
            options={choices.map((choice) => ({
              value: choice.kind,
              label:
                choice.kind === proposed
                  ? t('proposedOne', { name: t(`correction.${choice.kind}`) })
                  : t(`correction.${choice.kind}`),
            }))}
          />
          <Details details={chosen.details} />
          <Field label={t('reason')} error={asked && !given ? t('reasonMissing') : undefined}>
            {(control) => (
              <TextArea
                {...control}
                rows={2}
                maxLength={500}
                value={reason}
                onChange={(event) => setReason(event.target.value)}
              />
            )}
          </Field>
          <Button type="submit" disabled={make.isPending}>
            {t('hand')}
          </Button>
          <Refused error={make.error} />
        </form>
      </PanelBody>
    </Panel>
  );
}
