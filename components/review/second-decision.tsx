'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Refused } from '#components/errors/refused.tsx';
import { Term } from '#components/loan/terms.tsx';
import { Amount } from '#components/money/amount.tsx';
import { Rate } from '#components/money/rate.tsx';
import type { DecisionView } from '#components/trpc/outputs.ts';
import { useTRPC } from '#components/trpc/provider.tsx';
import { Button } from '#components/ui/button.tsx';
import { Field, TextArea } from '#components/ui/field.tsx';
import { Fact, Facts } from '#components/ui/figure.tsx';

type Props = { loanId: string; decision: DecisionView; unit: 'month' | 'day' };

/** A decision that waits for another officer: its terms, and that officer's word. Its proposer only waits. */
export function SecondDecision({ loanId, decision, unit }: Props) {
  const t = useTranslations('review');
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [words, setWords] = useState('');
  const [tried, setTried] = useState(false);
  const answer = useMutation(
    trpc.application.answerDecision.mutationOptions({ onSettled: () => queryClient.invalidateQueries() }),
  );
  const { decisionId, amount, term, ratePpm, grade, reason, proposer, own } = decision;
  function send(given: 'confirm' | 'refuse'): void {
    setTried(given === 'refuse');
    if (given === 'refuse' && words.trim() === '') return;
    answer.mutate({ loanId, decisionId, answer: given, words });
  }
  const missing = tried && words.trim() === '';
  return (
    <div className="space-y-4">
      <p className="text-sm text-soft">{t('proposedBy', { name: proposer ?? '—' })}</p>
      <Facts>
        <Fact label={t('amount')}>{amount === null ? '—' : <Amount value={amount} symbol />}</Fact>
        <Fact label={t('term')}>{term === null ? '—' : <Term term={term} unit={unit} />}</Fact>
        <Fact label={t('rate')}>{ratePpm === null ? '—' : <Rate value={ratePpm} />}</Fact>
        <Fact label={t('grade')}>{grade ?? '—'}</Fact>
        <Fact label={t('reason')}>{reason}</Fact>
      </Facts>
      {own ? (
        <p className="text-sm text-on-warm">{t('waitsForSecond')}</p>
      ) : (
        <>
          <Field label={t('secondWords')} hint={t('secondHint')} error={missing ? t('reasonMissing') : undefined}>
            {(control) => (
              <TextArea
                {...control}
                rows={2}
                maxLength={500}
                value={words}
                onChange={(event) => setWords(event.target.value)}
              />
            )}
          </Field>
          <div className="flex flex-wrap gap-2">
            <Button disabled={answer.isPending} onClick={() => send('confirm')}>
              {t('confirm')}
            </Button>
            <Button look="outline" disabled={answer.isPending} onClick={() => send('refuse')}>
              {t('refuse')}
            </Button>
          </div>
        </>
      )}
      <Refused error={answer.error} />
    </div>
  );
}
