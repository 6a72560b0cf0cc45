'use client';

import { useTranslations } from 'next-intl';
import { Field, Input, TextArea } from '#components/ui/field.tsx';
import type { TermsDraft, TermsProblems } from './terms-draft.ts';

type Props = { draft: TermsDraft; problems: TermsProblems; set: (change: Partial<TermsDraft>) => void };

/** What investors read: a line that names the loan, and what the money is for. */
export function PurposeFields({ draft, problems, set }: Props) {
  const t = useTranslations('apply');
  return (
    <>
      <Field label={t('loanTitle')} hint={t('loanTitleHint')} error={problems.title}>
        {(control) => (
          <Input
            {...control}
            name="title"
            maxLength={60}
            value={draft.title}
            onChange={(event) => set({ title: event.target.value })}
          />
        )}
      </Field>
      <Field label={t('purpose')} hint={t('purposeHint')} error={problems.purpose}>
        {(control) => (
          <TextArea
            {...control}
            name="purpose"
            rows={4}
            maxLength={500}
            value={draft.purpose}
            onChange={(event) => set({ purpose: event.target.value })}
          />
        )}
      </Field>
    </>
  );
}
