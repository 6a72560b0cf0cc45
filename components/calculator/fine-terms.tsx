'use client';

import { useTranslations } from 'next-intl';
import { Choice } from '#components/ui/field.tsx';
import { type CalculatorTerms, DAY_COUNTS, type SetTerms } from './terms.ts';

/** How days are counted and the last fen rounded: for those who check the sum by hand. */
export function FineTerms({ terms, set }: { terms: CalculatorTerms; set: SetTerms }) {
  const t = useTranslations('calculator');
  return (
    <details className="text-sm">
      <summary className="text-accent">{t('more')}</summary>
      <div className="grid grid-cols-2 gap-3 pt-3">
        <Choice
          label={t('dayCount')}
          value={terms.days}
          options={DAY_COUNTS.map((each) => ({ value: each, label: each }))}
          onChange={(text) => set({ days: DAY_COUNTS.find((each) => each === text) })}
        />
        <Choice
          label={t('rounding')}
          value={terms.rounding}
          options={[
            { value: 'half-even', label: t('halfEven') },
            { value: 'up', label: t('up') },
          ]}
          onChange={(text) => set({ rounding: text === 'up' ? 'up' : 'half-even' })}
        />
      </div>
    </details>
  );
}
