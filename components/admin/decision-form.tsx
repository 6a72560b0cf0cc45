'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Refused } from '#components/errors/refused.tsx';
import type { ScoredTerms } from '#components/score/scored-start.tsx';
import type { Application } from '#components/trpc/outputs.ts';
import { useTRPC } from '#components/trpc/provider.tsx';
import { Button } from '#components/ui/button.tsx';
import { Field, NumberInput, Select, TextArea } from '#components/ui/field.tsx';
import { parsePercent } from '#server/primitives/parse-rate.ts';
import { formatRate, type RatePpm } from '#server/primitives/rate.ts';

const GRADES = ['A', 'B', 'C', 'D', 'E', 'F'] as const;
type Grade = (typeof GRADES)[number];
type Decision = 'offer' | 'return' | 'reject';

type Draft = { rate: string; grade: Grade; reason: string };
type FieldsProps = { loan: Application; draft: Draft; set: (change: Partial<Draft>) => void; tried: boolean };

const rateFits = (loan: Application, ratePpm: RatePpm | undefined): ratePpm is RatePpm =>
  ratePpm !== undefined && ratePpm >= loan.rateMinimumPpm && ratePpm <= loan.rateMaximumPpm;

function TermsOffered({ loan, draft, set }: FieldsProps) {
  const t = useTranslations('review');
  const range = { from: formatRate(loan.rateMinimumPpm), to: formatRate(loan.rateMaximumPpm) };
  const fits = rateFits(loan, parsePercent(draft.rate));
  return (
    <div className="grid grid-cols-2 gap-3">
      <Field label={t('rate')} hint={t('rateRange', range)} error={fits ? undefined : t('rateProblem', range)}>
        {(control) => (
          <NumberInput {...control} inputMode="decimal" value={draft.rate} onText={(rate) => set({ rate })} />
        )}
      </Field>
      <Field label={t('grade')}>
        {(control) => (
          <Select
            {...control}
            value={draft.grade}
            onChange={(event) => set({ grade: GRADES.find((each) => each === event.target.value) ?? 'B' })}
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
  );
}

function ReasonField({ draft, set, tried }: FieldsProps) {
  const t = useTranslations('review');
  const missing = tried && draft.reason.trim() === '';
  return (
    <Field label={t('reason')} hint={t('reasonHint')} error={missing ? t('reasonMissing') : undefined}>
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
  );
}

type Props = { loan: Application; scored: ScoredTerms | undefined; onRate: (rate: RatePpm | undefined) => void };

/** What the score proposes where it gives a grade, and never a rate that the product does not allow. */
const startOf = (loan: Application, scored: ScoredTerms | undefined): Draft => ({
  rate: formatRate(scored && rateFits(loan, scored.ratePpm) ? scored.ratePpm : loan.ratePpm),
  grade: scored?.grade ?? 'B',
  reason: '',
});

/**
 * The terms as offered, begun with what the score proposes, and the decision with its reason. `onRate` hears of the
 * rate as it is being changed.
 */
export function DecisionForm({ loan, scored, onRate }: Props) {
  const t = useTranslations('review');
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [draft, setDraft] = useState<Draft>(startOf(loan, scored));
  const [tried, setTried] = useState(false);
  const decide = useMutation(trpc.loan.decide.mutationOptions({ onSuccess: () => queryClient.invalidateQueries() }));
  const set = (change: Partial<Draft>): void => {
    setDraft({ ...draft, ...change });
    if (change.rate !== undefined) onRate(parsePercent(change.rate));
  };
  const fields = { loan, draft, set, tried };

  function send(decision: Decision): void {
    setTried(true);
    const ratePpm = parsePercent(draft.rate);
    if (draft.reason.trim() === '' || (decision === 'offer' && !rateFits(loan, ratePpm))) return;
    const offer = decision === 'offer' ? { ratePpm, grade: draft.grade } : {};
    decide.mutate({ loanId: loan.loanId, decision, reason: draft.reason, ...offer });
  }

  return (
    <form className="space-y-4" onSubmit={(event) => event.preventDefault()}>
      <TermsOffered {...fields} />
      <ReasonField {...fields} />
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
