'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Refused } from '#components/errors/refused.tsx';
import type { ProductVersion } from '#components/trpc/outputs.ts';
import { useTRPC } from '#components/trpc/provider.tsx';
import { Button } from '#components/ui/button.tsx';
import { Field, Input } from '#components/ui/field.tsx';
import { Panel, PanelBody, PanelHead } from '#components/ui/panel.tsx';

type Props = { version: ProductVersion; today: string; mayDecide: boolean };

type FormProps = { productId: string; proposed: string; today: string };

/** Published from a day on, or refused with a reason. */
function DecideForm({ productId, proposed, today }: FormProps) {
  const t = useTranslations('products');
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [validFrom, setValidFrom] = useState(proposed < today ? today : proposed);
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const decide = useMutation(trpc.product.decide.mutationOptions({ onSuccess: () => queryClient.invalidateQueries() }));
  const missing = tried && reason.trim() === '';
  function send(decision: 'publish' | 'refuse'): void {
    setTried(decision === 'refuse');
    if (decision === 'publish' || reason.trim() !== '') decide.mutate({ productId, decision, validFrom, reason });
  }
  return (
    <>
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label={t('validFrom')} hint={t('validFromHint')}>
          {(control) => (
            <Input
              {...control}
              type="date"
              min={today}
              value={validFrom}
              onChange={(event) => setValidFrom(event.target.value)}
            />
          )}
        </Field>
        <Field label={t('reason')} hint={t('reasonHint')} error={missing ? t('reasonMissing') : undefined}>
          {(control) => (
            <Input {...control} maxLength={200} value={reason} onChange={(event) => setReason(event.target.value)} />
          )}
        </Field>
      </div>
      <div className="flex flex-wrap gap-2">
        <Button disabled={decide.isPending} onClick={() => send('publish')}>
          {t('publish')}
        </Button>
        <Button look="outline" disabled={decide.isPending} onClick={() => send('refuse')}>
          {t('refuse')}
        </Button>
      </div>
      <Refused error={decide.error} />
    </>
  );
}

/** A proposed version that waits: whoever proposed it waits too, another decides. */
export function VersionActions({ version: { product, proposer, own }, today, mayDecide }: Props) {
  const t = useTranslations('products');
  return (
    <Panel>
      <PanelHead
        title={t('waits', { version: String(product.version) })}
        note={t('proposedBy', { name: proposer ?? '—' })}
      />
      <PanelBody className="space-y-3">
        {own || !mayDecide ? (
          <p className="text-sm text-soft">{t('anotherPublishes')}</p>
        ) : (
          <DecideForm productId={product.id} proposed={product.validFrom} today={today} />
        )}
      </PanelBody>
    </Panel>
  );
}
