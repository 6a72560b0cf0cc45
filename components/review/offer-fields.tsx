'use client';

import { useTranslations } from 'next-intl';
import { MoneyField } from '#components/apply/money-field.tsx';
import { moneyText } from '#components/money/amount.tsx';
import type { ReviewedApplication } from '#components/trpc/outputs.ts';
import { Field, NumberInput, Select } from '#components/ui/field.tsx';
import { formatRate } from '#server/primitives/rate.ts';
import { type Draft, GRADES, gradesOf, priceOf, readDraft, wrongTerms } from './terms-typed.ts';

type Props = { product: ReviewedApplication['product']; draft: Draft; set: (change: Partial<Draft>) => void };

/** Amount, term, grade and rate of an offer; where the product has prices the grade says the rate. */
export function OfferFields({ product, draft, set }: Props) {
  const t = useTranslations('review');
  const amounts = { from: moneyText(product.amountMinimum), to: moneyText(product.amountMaximum) };
  const terms = { from: String(product.termMinimum), to: String(product.termMaximum) };
  const rates = { from: formatRate(product.rateMinimumPpm), to: formatRate(product.rateMaximumPpm) };
  const wrong = wrongTerms(product, readDraft(draft));
  const priced = product.gradePrices !== null;
  const chooseGrade = (text: string) => {
    const grade = GRADES.find((each) => each === text) ?? 'B';
    const price = priceOf(product, grade);
    set(price === undefined ? { grade } : { grade, rate: formatRate(price) });
  };
  return (
    <>
      <MoneyField
        label={t('amountOffered')}
        error={wrong.amount ? t('rateProblem', amounts) : undefined}
        value={draft.amount}
        onText={(amount) => set({ amount })}
      />
      <div className="grid grid-cols-2 gap-3">
        <Field label={t('term')} hint={t('rateRange', terms)} error={wrong.term ? t('rateProblem', terms) : undefined}>
          {(control) => (
            <NumberInput {...control} inputMode="numeric" value={draft.term} onText={(term) => set({ term })} />
          )}
        </Field>
        <Field label={t('grade')}>
          {(control) => (
            <Select {...control} value={draft.grade} onChange={(event) => chooseGrade(event.target.value)}>
              {gradesOf(product).map((each) => (
                <option key={each} value={each}>
                  {each}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </div>
      <Field
        label={t('rate')}
        hint={priced ? t('pricedByGrade') : t('rateRange', rates)}
        error={wrong.rate ? t('rateProblem', rates) : undefined}
      >
        {(control) => (
          <NumberInput
            {...control}
            inputMode="decimal"
            readOnly={priced}
            value={draft.rate}
            onText={(rate) => set({ rate })}
          />
        )}
      </Field>
    </>
  );
}
