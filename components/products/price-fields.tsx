'use client';

import { useTranslations } from 'next-intl';
import { useId } from 'react';
import { GRADES } from '#components/review/terms-typed.ts';
import { Choice, Field, NumberInput } from '#components/ui/field.tsx';
import type { ProposalDraft } from './proposal-draft.ts';
import { GroupProblem } from './several.tsx';

type Props = {
  draft: ProposalDraft;
  set: (change: Partial<ProposalDraft>) => void;
  problemOf: (field: string) => string | undefined;
};

/** Whether an officer is free within the range, or each grade has its price; a grade without one is not lent to. */
export function PriceFields({ draft: { priced, prices }, set, problemOf }: Props) {
  const t = useTranslations('products');
  const id = useId();
  const wrong = problemOf('gradePrices');
  const options = (['free', 'byGrade'] as const).map((value) => ({ value, label: t(`pricing.${value}`) }));
  return (
    <fieldset aria-describedby={wrong ? id : undefined} className="min-w-0 space-y-3">
      <legend className="sr-only">{t('term.gradePrices')}</legend>
      <Choice
        label={t('term.gradePrices')}
        value={priced ? 'byGrade' : 'free'}
        options={options}
        onChange={(value) => set({ priced: value === 'byGrade' })}
        hint={t(priced ? 'pricing.byGradeHint' : 'pricing.freeHint')}
      />
      {priced ? (
        <div className="grid grid-cols-2 gap-3 sm:grid-cols-6">
          {GRADES.map((grade) => (
            <Field key={grade} label={t('pricing.of', { grade })} error={problemOf(`price${grade}`)}>
              {(control) => (
                <NumberInput
                  {...control}
                  inputMode="decimal"
                  value={prices[grade]}
                  onText={(text) => set({ prices: { ...prices, [grade]: text } })}
                />
              )}
            </Field>
          ))}
        </div>
      ) : null}
      <GroupProblem id={id}>{wrong}</GroupProblem>
    </fieldset>
  );
}
