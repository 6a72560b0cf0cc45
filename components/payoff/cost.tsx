import { useTranslations } from 'next-intl';
import { Amount } from '#components/money/amount.tsx';
import { Fact, Facts } from '#components/ui/figure.tsx';
import type { PartView, PayoffView } from './views.ts';

/** Every part of what paying early costs, what is late first. */
export function EarlyCost({ quote }: { quote: PayoffView | PartView }) {
  const t = useTranslations('payoff');
  return (
    <Facts>
      {quote.due > 0n ? (
        <Fact label={t('due')}>
          <Amount value={quote.due} symbol />
        </Fact>
      ) : null}
      {quote.duePenalty > 0n ? (
        <Fact label={t('penalty')}>
          <Amount value={quote.duePenalty} symbol />
        </Fact>
      ) : null}
      <Fact label={t('principal')}>
        <Amount value={quote.principal} symbol />
      </Fact>
      <Fact label={t('interest')}>
        <Amount value={quote.interest} symbol />
      </Fact>
      <Fact label={t('fee')}>
        <Amount value={quote.fee.total} symbol />
      </Fact>
      <Fact label={<strong className="text-ink">{t('total')}</strong>}>
        <strong>
          <Amount value={quote.total} symbol />
        </strong>
      </Fact>
    </Facts>
  );
}
