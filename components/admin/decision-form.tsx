'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Refused } from '#components/errors/refused.tsx';
import type { Application } from '#components/trpc/outputs.ts';
import { useTRPC } from '#components/trpc/provider.tsx';
import { Button } from '#components/ui/button.tsx';
import { Field, Input, Select, TextArea } from '#components/ui/field.tsx';
import { parsePercent } from '#server/primitives/parse-rate.ts';
import { formatRate, type RatePpm } from '#server/primitives/rate.ts';

const GRADES = ['A', 'B', 'C', 'D', 'E', 'F'] as const;
type Grade = (typeof GRADES)[number];
type Decision = 'offer' | 'return' | 'reject';

/** The rate as offered, and the decision with its reason. */
export function DecisionForm({ loan, onRate }: { loan: Application; onRate: (rate: RatePpm | undefined) => void }) {
  const t = useTranslations('review');
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [rate, setRate] = useState(formatRate(loan.ratePpm));
  const [grade, setGrade] = useState<Grade>('B');
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const decide = useMutation(trpc.loan.decide.mutationOptions({ onSuccess: () => queryClient.invalidateQueries() }));
  const ratePpm = parsePercent(rate);
  const rateFits = ratePpm !== undefined && ratePpm >= loan.rateMinimumPpm && ratePpm <= loan.rateMaximumPpm;
  const range = { from: formatRate(loan.rateMinimumPpm), to: formatRate(loan.rateMaximumPpm) };

  function send(decision: Decision): void {
    setTried(true);
    if (reason.trim() === '' || (decision === 'offer' && !rateFits)) return;
    const offer = decision === 'offer' ? { ratePpm, grade } : {};
    decide.mutate({ loanId: loan.loanId, decision, reason, ...offer });
  }

  return (
    <form className="space-y-4" onSubmit={(event) => event.preventDefault()}>
      <div className="grid grid-cols-2 gap-3">
        <Field label={t('rate')} hint={t('rateRange', range)} error={rateFits ? undefined : t('rateProblem', range)}>
          {(control) => (
            <Input
              {...control}
              className="num"
              inputMode="decimal"
              value={rate}
              onChange={(event) => {
                setRate(event.target.value);
                onRate(parsePercent(event.target.value));
              }}
            />
          )}
        </Field>
        <Field label={t('grade')}>
          {(control) => (
            <Select
              {...control}
              value={grade}
              onChange={(event) => setGrade(GRADES.find((each) => each === event.target.value) ?? 'B')}
            >
              {GRADES.map((each) => (
                <option key={each} value={each}>
                  {each}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </div>
      <Field
        label={t('reason')}
        hint={t('reasonHint')}
        error={tried && reason.trim() === '' ? t('reasonMissing') : undefined}
      >
        {(control) => (
          <TextArea
            {...control}
            rows={3}
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </Field>
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
