'use client';

import { useTranslations } from 'next-intl';
import type { ProductView } from '#components/trpc/outputs.ts';
import { Field, NumberInput, Select } from '#components/ui/field.tsx';
import { formatRate } from '#server/primitives/rate.ts';
import type { TermsDraft, TermsProblems } from './terms-draft.ts';

type Props = {
  products: readonly ProductView[];
  product: ProductView;
  draft: TermsDraft;
  problems: TermsProblems;
  set: (change: Partial<TermsDraft>) => void;
};

/** How to repay, for how long, at what rate: the product says what may be asked for. */
export function TermsFields({ products, product, draft, problems, set }: Props) {
  const t = useTranslations('apply');
  const kinds = useTranslations('repaymentKind');
  const units = useTranslations('calculator');
  return (
    <>
      <Field label={t('product')} hint={t(`productHint.${product.repaymentKind}`)}>
        {(control) => (
          <Select {...control} value={draft.productId} onChange={(event) => set({ productId: event.target.value })}>
            {products.map((each) => (
              <option key={each.id} value={each.id}>
                {kinds(each.repaymentKind)}
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
            <NumberInput {...control} inputMode="numeric" value={draft.term} onText={(term) => set({ term })} />
          )}
        </Field>
        <Field
          label={t('rate')}
          hint={t('between', { from: formatRate(product.rateMinimumPpm), to: formatRate(product.rateMaximumPpm) })}
          error={problems.rate}
        >
          {(control) => (
            <NumberInput {...control} inputMode="decimal" value={draft.rate} onText={(rate) => set({ rate })} />
          )}
        </Field>
      </div>
    </>
  );
}
