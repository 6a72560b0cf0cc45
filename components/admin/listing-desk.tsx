'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Refused } from '#components/errors/refused.tsx';
import { Amount } from '#components/money/amount.tsx';
import { fromBeijing, toBeijing } from '#components/time/beijing.ts';
import { Moment } from '#components/time/day.tsx';
import type { StaffLoan } from '#components/trpc/outputs.ts';
import { useTRPC } from '#components/trpc/provider.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Choice, Field, Input, NumberInput, TextArea } from '#components/ui/field.tsx';
import { Fact, Facts } from '#components/ui/figure.tsx';

type Step = 'schedule' | 'extend' | 'close' | 'cancel';

/** What may be decided about a listing in each of its states; nothing elsewhere. */
const STEPS: Readonly<Record<string, readonly Step[]>> = {
  offered: ['schedule'],
  approved: ['schedule'],
  registering: ['schedule'],
  scheduled: ['schedule', 'cancel'],
  open: ['extend', 'close', 'cancel'],
  closing: ['cancel'],
};

export const stepsOf = (loan: Pick<StaffLoan, 'state'>): readonly Step[] => STEPS[loan.state] ?? [];

type Draft = Readonly<{ step: Step; reason: string; days: string; opensAt: string }>;

/** Sends the decision with the deadline that the officer has before his eyes. */
function useDecision(loan: StaffLoan, onDone: () => void) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const after = {
    onSuccess: onDone,
    onSettled: () => void queryClient.invalidateQueries(),
  };
  const ways = {
    schedule: useMutation(trpc.listing.schedule.mutationOptions(after)),
    extend: useMutation(trpc.listing.extend.mutationOptions(after)),
    close: useMutation(trpc.listing.close.mutationOptions(after)),
    cancel: useMutation(trpc.listing.cancel.mutationOptions(after)),
  };
  const { loanId } = loan;
  const seen = { loanId, seenDeadlineAt: loan.deadlineAt ?? new Date(0) };
  const decide = ({ step, reason, days, opensAt }: Draft) => {
    if (step === 'schedule') ways.schedule.mutate({ loanId, opensAt: fromBeijing(opensAt) });
    else if (step === 'extend') ways.extend.mutate({ ...seen, reason, days: Number.parseInt(days, 10) });
    else if (step === 'close') ways.close.mutate({ ...seen, reason });
    else ways.cancel.mutate({ loanId, reason });
  };
  return {
    decide,
    waits: Object.values(ways).some(({ isPending }) => isPending),
    errorOf: (step: Step) => ways[step].error,
  };
}

function Fields({ draft, set }: { draft: Draft; set: (change: Partial<Draft>) => void }) {
  const t = useTranslations('listingDesk');
  if (draft.step === 'schedule')
    return (
      <Field label={t('opensAt')} hint={t('opensAtHint')}>
        {(control) => (
          <Input
            {...control}
            type="datetime-local"
            value={draft.opensAt}
            onChange={(event) => set({ opensAt: event.target.value })}
          />
        )}
      </Field>
    );
  return (
    <>
      {draft.step === 'extend' ? (
        <Field label={t('days')}>
          {(control) => (
            <NumberInput {...control} inputMode="numeric" value={draft.days} onText={(days) => set({ days })} />
          )}
        </Field>
      ) : null}
      <Field label={t('reason')} hint={t('reasonHint')}>
        {(control) => (
          <TextArea
            {...control}
            rows={2}
            value={draft.reason}
            onChange={(event) => set({ reason: event.target.value })}
          />
        )}
      </Field>
    </>
  );
}

const isComplete = ({ step, reason, days, opensAt }: Draft): boolean =>
  step === 'schedule'
    ? !Number.isNaN(fromBeijing(opensAt).getTime())
    : reason.trim() !== '' && (step !== 'extend' || /^[1-9]\d*$/.test(days));

/** An officer's decision about one listing: when it opens, how long it runs, whether it ends now. */
export function ListingDesk({ loan, close }: { loan: StaffLoan; close: () => void }) {
  const t = useTranslations('listingDesk');
  const steps = stepsOf(loan);
  const [draft, setDraft] = useState<Draft>({
    step: steps[0] ?? 'cancel',
    reason: '',
    days: '1',
    opensAt: loan.opensAt ? toBeijing(loan.opensAt) : '',
  });
  const set = (change: Partial<Draft>) => setDraft((before) => ({ ...before, ...change }));
  const { decide, waits, errorOf } = useDecision(loan, close);
  const { step } = draft;
  return (
    <Dialog open onOpenChange={(open) => !open && close()} title={t('title')} description={loan.title}>
      <Facts className="mb-4">
        <Fact label={t('raised')}>
          <Amount value={loan.frozen} symbol /> / <Amount value={loan.amount} symbol />
        </Fact>
        {loan.opensAt ? (
          <Fact label={t('opening')}>
            <Moment value={loan.opensAt} />
          </Fact>
        ) : null}
        {loan.deadlineAt ? (
          <Fact label={t('deadline')}>
            <Moment value={loan.deadlineAt} />
          </Fact>
        ) : null}
      </Facts>
      <div className="space-y-4">
        <Choice
          label={t('step')}
          value={step}
          options={steps.map((value) => ({ value, label: t(`steps.${value}`) }))}
          onChange={(value) => set({ step: steps.find((each) => each === value) ?? step })}
          hint={t(`hints.${step}`)}
        />
        <Fields draft={draft} set={set} />
        <Refused error={errorOf(step)} />
        <Button wide disabled={waits || !isComplete(draft)} onClick={() => decide(draft)}>
          {t(`steps.${step}`)}
        </Button>
      </div>
    </Dialog>
  );
}
