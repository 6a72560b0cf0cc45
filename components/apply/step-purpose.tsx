'use client';

import { useTranslations } from 'next-intl';
import { Field, Input, TextArea } from '#components/ui/field.tsx';
import type { StepProps } from './step.ts';

/** What investors read: a line that names the loan, and what the money is for. */
export function StepPurpose({ fields, problems, set }: StepProps) {
  const t = useTranslations('apply');
  return (
    <>
      <Field label={t('loanTitle')} hint={t('loanTitleHint')} error={problems.title}>
        {(control) => (
          <Input
            {...control}
            name="title"
            maxLength={60}
            value={fields.title}
            onChange={(event) => set({ title: event.target.value })}
          />
        )}
      </Field>
      <Field label={t('purpose')} hint={t('purposeHint')} error={problems.purpose}>
        {(control) => (
          <TextArea
            {...control}
            name="purpose"
            rows={5}
            maxLength={500}
            value={fields.purpose}
            onChange={(event) => set({ purpose: event.target.value })}
          />
        )}
      </Field>
    </>
  );
}
