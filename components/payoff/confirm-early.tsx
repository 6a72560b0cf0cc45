'use client';

import { useTranslations } from 'next-intl';
import { ConfirmAmount } from '#components/money/confirm-amount.tsx';
import { EarlyCost } from './cost.tsx';
import type { PartView, PayoffView } from './views.ts';

type Props = {
  quote: PayoffView | PartView;
  /** What happens then, in a sentence. */
  then: string;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onConfirm: () => void;
};

/** All parts of the payment once more, before it is made. */
export function ConfirmEarly({ quote, then, open, onOpenChange, onConfirm }: Props) {
  const t = useTranslations('payoff');
  return (
    <ConfirmAmount
      title={t('check')}
      description={then}
      amount={quote.total}
      yes={t('confirm')}
      no={t('change')}
      open={open}
      onOpenChange={onOpenChange}
      onConfirm={onConfirm}
    >
      <EarlyCost quote={quote} />
    </ConfirmAmount>
  );
}
