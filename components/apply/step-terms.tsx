'use client';

import { useTranslations } from 'next-intl';
import { moneyText } from '#components/money/amount.tsx';
import { Field, NumberInput, Select } from '#components/ui/field.tsx';
import { formatRate } from '#server/primitives/rate.ts';
import { MoneyField } from './money-field.tsx';
import { useProductName } from './product-name.tsx';
import type { StepProps } from './step.ts';

/** How much, repaid how, for how long, at what rate: the product says what may be asked for. */
export function StepTerms({ products, product, fields, problems, set }: StepProps) {
  const t = useTranslations('apply');
  const units = useTranslations('calculator');
  const nameOf = useProductName();
  const choose = (productId: string) => {
    const chosen = products.find(({ id }) => id === productId);
    set({ productId, collateralKind: chosen?.collateralKinds[0] ?? fields.collateralKind });
  };
  const amounts = { from: moneyText(product.amountMinimum), to: moneyText(product.amountMaximum) };
  return (
    <>
      <MoneyField
        large
        label={t('amount')}
        hint={t('between', amounts)}
        error={problems.amount}
        value={fields.amount}
        onText={(amount) => set({ amount })}
      />
      <Field label={t('product')} hint={t(`productHint.${product.repaymentKind}`)}>
        {(control) => (
          <Select {...control} value={product.id} onChange={(event) => choose(event.target.value)}>
            {products.map((each) => (
              <option key={each.id} value={each.id}>
                {nameOf(each)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <div className="grid grid-cols-2 gap-3">
        <Field
          label={t('term', { unit: product.termUnit === 'month' ? units('months') : units('days') })}
          hint={t('between', { from: String(product.termMinimum), to: String(product.termMaximum) })}
          error={problems.term}
        >
          {(control) => (
            <NumberInput {...control} inputMode="numeric" value={fields.term} onText={(term) => set({ term })} />
          )}
        </Field>
        <Field
          label={t('rate')}
          hint={t('between', { from: formatRate(product.rateMinimumPpm), to: formatRate(product.rateMaximumPpm) })}
          error={problems.rate}
        >
          {(control) => (
            <NumberInput {...control} inputMode="decimal" value={fields.rate} onText={(rate) => set({ rate })} />
          )}
        </Field>
      </div>
    </>
  );
}
