'use client';

import { useTranslations } from 'next-intl';
import { Field, Input } from '#components/ui/field.tsx';
import { MoneyField } from './money-field.tsx';
import type { StepProps } from './step.ts';

/** Where the borrower is, what comes in, and what is owed elsewhere. */
export function StepMeans({ fields, problems, set, kind }: StepProps) {
  const t = useTranslations('apply');
  return (
    <>
      <Field label={t('region')} hint={t('regionHint')} error={problems.region}>
        {(control) => (
          <Input
            {...control}
            name="region"
            maxLength={40}
            autoComplete="address-level1"
            value={fields.region}
            onChange={(event) => set({ region: event.target.value })}
          />
        )}
      </Field>
      <MoneyField
        label={kind === 'person' ? t('income') : t('turnover')}
        hint={t('incomeHint')}
        error={problems.income}
        value={fields.income}
        onText={(income) => set({ income })}
      />
      <MoneyField
        label={t('debt')}
        hint={t('debtHint')}
        error={problems.debt}
        value={fields.debt}
        onText={(debt) => set({ debt })}
      />
    </>
  );
}
