'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { Amount } from '#components/money/amount.tsx';
import { Day } from '#components/time/day.tsx';
import type { ProductView } from '#components/trpc/outputs.ts';
import { useTRPC } from '#components/trpc/provider.tsx';
import { Fact, Facts, Figure } from '#components/ui/figure.tsx';
import { Panel, PanelBody, PanelHead } from '#components/ui/panel.tsx';
import { type Money, toDecimalText } from '#server/primitives/money.ts';
import type { RatePpm } from '#server/primitives/rate.ts';

type Props = {
  product: ProductView;
  amount: Money | undefined;
  term: number | undefined;
  ratePpm: RatePpm | undefined;
};

/** What the loan costs as it is typed: the true yearly rate first, fees in. */
export function LiveQuote({ product, amount, term, ratePpm }: Props) {
  const t = useTranslations('calculator');
  const trpc = useTRPC();
  const asked = amount !== undefined && term !== undefined && ratePpm !== undefined && term > 0;
  const quote = useQuery({
    ...trpc.quote.schedule.queryOptions({
      amount: toDecimalText(amount ?? (100n as Money)),
      ratePpm: ratePpm ?? 0,
      feePpm: product.originationFeePpm,
      kind: product.repaymentKind,
      term: term ?? 1,
      termUnit: product.termUnit,
      dayCount: product.dayCount,
      rounding: product.instalmentRounding,
      holidayShift: product.holidayShift,
    }),
    enabled: asked,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
  const plan = asked && !quote.error ? quote.data : undefined;
  const first = plan?.rows[0];
  return (
    <Panel aria-live="polite">
      <PanelHead title={t('cost')} />
      <PanelBody>
        <dl>
          <Figure label={t('apr')} size="xl" unit={plan?.aprPercent ? '%' : undefined}>
            {plan?.aprPercent ?? '—'}
          </Figure>
        </dl>
        <Facts className="mt-4">
          <Fact label={product.repaymentKind === 'bullet' ? t('atEnd') : t('firstInstalment')}>
            {first ? <Amount value={first.instalment} symbol /> : '—'}
          </Fact>
          <Fact label={t('interest')}>{plan ? <Amount value={plan.interest} symbol /> : '—'}</Fact>
          <Fact label={t('feeAmount')}>{plan ? <Amount value={plan.fee} symbol /> : '—'}</Fact>
          <Fact label={t('paidOut')}>{plan ? <Amount value={plan.paidOut} symbol /> : '—'}</Fact>
          <Fact label={t('lastDue')}>{plan ? <Day value={plan.lastDueOn} /> : '—'}</Fact>
        </Facts>
      </PanelBody>
    </Panel>
  );
}
