'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Term } from '#components/loan/terms.tsx';
import { Amount, AmountInWords } from '#components/money/amount.tsx';
import { Rate } from '#components/money/rate.tsx';
import { Button } from '#components/ui/button.tsx';
import { Fact, Facts } from '#components/ui/figure.tsx';
import { isThing, readNumbers, type Step } from './answers.ts';
import { useProductName } from './product-name.tsx';
import type { StepProps } from './step.ts';

type Props = StepProps & { goTo: (step: Step) => void };

function Topic({ step, goTo, children }: { step: Step; goTo: (step: Step) => void; children: ReactNode }) {
  const t = useTranslations('apply');
  return (
    <section className="border-t border-line pt-3">
      <div className="flex items-center justify-between gap-3">
        <h3 className="text-sm font-medium">{t(`steps.${step}`)}</h3>
        <Button look="quiet" size="sm" onClick={() => goTo(step)}>
          {t('change')}
          <span className="sr-only">: {t(`steps.${step}`)}</span>
        </Button>
      </div>
      <Facts>{children}</Facts>
    </section>
  );
}

/** All answers once more, each topic with the way back to it, before they are handed in. */
export function StepCheck({ product, fields, kind, goTo }: Props) {
  const t = useTranslations('apply');
  const kinds = useTranslations('collateralKind');
  const nameOf = useProductName();
  const { amount, term, ratePpm, income, debt } = readNumbers(fields);
  return (
    <div className="space-y-4">
      {amount === undefined ? null : (
        <div>
          <p className="num text-3xl font-medium">
            <Amount value={amount} symbol />
          </p>
          <p className="text-sm text-soft">
            <AmountInWords value={amount} />
          </p>
        </div>
      )}
      <Topic step="terms" goTo={goTo}>
        <Fact label={t('product')}>{nameOf(product)}</Fact>
        <Fact label={t('duration')}>{term === undefined ? '—' : <Term term={term} unit={product.termUnit} />}</Fact>
        <Fact label={t('rate')}>{ratePpm === undefined ? '—' : <Rate value={ratePpm} />}</Fact>
      </Topic>
      <Topic step="purpose" goTo={goTo}>
        <Fact label={t('loanTitle')}>{fields.title}</Fact>
        <Fact label={t('purpose')}>
          <span className="break-words whitespace-pre-line">{fields.purpose}</span>
        </Fact>
      </Topic>
      <Topic step="means" goTo={goTo}>
        <Fact label={t('region')}>{fields.region}</Fact>
        <Fact label={kind === 'person' ? t('income') : t('turnover')}>
          {income === undefined ? '—' : <Amount value={income} symbol />}
        </Fact>
        <Fact label={t('debt')}>{debt === undefined ? '—' : <Amount value={debt} symbol />}</Fact>
      </Topic>
      <Topic step="security" goTo={goTo}>
        <Fact label={t('security')}>
          {kinds(product.collateralKinds.find((each) => each === fields.collateralKind) ?? 'credit')}
        </Fact>
        {isThing(fields.collateralKind) ? <Fact label={t('collateral')}>{fields.collateral}</Fact> : null}
      </Topic>
    </div>
  );
}
