'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Refused } from '#components/errors/refused.tsx';
import type { ScoredTerms } from '#components/score/scored-start.tsx';
import type { ReviewedApplication } from '#components/trpc/outputs.ts';
import { useTRPC } from '#components/trpc/provider.tsx';
import { Button } from '#components/ui/button.tsx';
import { Field, TextArea } from '#components/ui/field.tsx';
import { OfferFields } from './offer-fields.tsx';
import { type Draft, readDraft, startDraft, type TermsTyped, wrongTerms } from './terms-typed.ts';

type Props = {
  application: ReviewedApplication;
  scored: ScoredTerms | undefined;
  onTerms: (terms: TermsTyped) => void;
};
type Decision = 'offer' | 'return' | 'reject';

/** The terms as offered, and the decision with its reason. `onTerms` hears of the terms as they are being changed. */
export function DecisionForm({ application, scored, onTerms }: Props) {
  const t = useTranslations('review');
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { loanId, product } = application;
  const [draft, setDraft] = useState<Draft>(() => startDraft(application, scored));
  const [tried, setTried] = useState(false);
  const decide = useMutation(trpc.loan.decide.mutationOptions({ onSuccess: () => queryClient.invalidateQueries() }));
  const missing = draft.reason.trim() === '';
  const set = (change: Partial<Draft>): void => {
    const next = { ...draft, ...change };
    setDraft(next);
    onTerms(readDraft(next));
  };
  function send(decision: Decision): void {
    setTried(true);
    const terms = readDraft(draft);
    const wrong = Object.values(wrongTerms(product, terms)).includes(true);
    if (missing || (decision === 'offer' && wrong)) return;
    const offer = decision === 'offer' ? { ...terms, grade: draft.grade } : {};
    decide.mutate({ loanId, decision, reason: draft.reason, ...offer });
  }
  const { secondReviewAbove } = product;
  const { amount } = readDraft(draft);
  const isLarge = secondReviewAbove !== null && amount !== undefined && amount > secondReviewAbove;
  const limit = scored?.amountLimit ?? null;
  const isBeyondScore = scored !== undefined && (limit === null || (amount !== undefined && amount > limit));
  return (
    <form className="space-y-4" onSubmit={(event) => event.preventDefault()}>
      <OfferFields product={product} draft={draft} set={set} />
      <Field label={t('reason')} hint={t('reasonHint')} error={tried && missing ? t('reasonMissing') : undefined}>
        {(control) => (
          <TextArea
            {...control}
            rows={3}
            maxLength={500}
            value={draft.reason}
            onChange={(event) => set({ reason: event.target.value })}
          />
        )}
      </Field>
      {isLarge ? <p className="text-xs text-on-warm">{t('needsSecond')}</p> : null}
      {isBeyondScore ? <p className="text-xs text-on-warm">{t('beyondScore')}</p> : null}
      <Refused error={decide.error} />
      <div className="flex flex-wrap gap-2">
        <Button disabled={decide.isPending} onClick={() => send('offer')}>
          {t('offer')}
        </Button>
        <Button look="outline" disabled={decide.isPending} onClick={() => send('return')}>
          {t('return')}
        </Button>
        <Button look="outline" className="text-risk" disabled={decide.isPending} onClick={() => send('reject')}>
          {t('reject')}
        </Button>
      </div>
    </form>
  );
}
