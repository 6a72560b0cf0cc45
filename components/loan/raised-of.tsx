import { useTranslations } from 'next-intl';
import { Amount } from '#components/money/amount.tsx';
import type { MarketLoan } from '#components/trpc/outputs.ts';

type Props = { loan: Pick<MarketLoan, 'amount' | 'listedAmount'>; className: string };

/** Said where a listing ended with less than was listed: the loan is what was raised. */
export function RaisedOf({ loan: { amount, listedAmount }, className }: Props) {
  const t = useTranslations('loan');
  if (listedAmount === null) return null;
  return (
    <p className={className}>
      {t.rich('raisedOf', {
        raised: () => <Amount value={amount} symbol />,
        listed: () => <Amount value={listedAmount} symbol />,
      })}
    </p>
  );
}
