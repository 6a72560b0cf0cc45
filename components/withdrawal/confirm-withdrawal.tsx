'use client';

import { useTranslations } from 'next-intl';
import { Amount } from '#components/money/amount.tsx';
import { ConfirmAmount } from '#components/money/confirm-amount.tsx';
import { Day } from '#components/time/day.tsx';
import { Fact, Facts } from '#components/ui/figure.tsx';
import type { PlainDate } from '#server/primitives/calendar.ts';
import { type Money, minus } from '#server/primitives/money.ts';
import type { Arrival } from './arrival-choice.tsx';

type Props = {
  amount: Money;
  fee: Money;
  arrival: Arrival;
  arrivesOn: PlainDate;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onConfirm: () => void;
};

/** The last look before the bank's page: the amount in figures and in words, what the card gets and when. */
export function ConfirmWithdrawal({ amount, fee, arrival, arrivesOn, open, onOpenChange, onConfirm }: Props) {
  const t = useTranslations('withdraw');
  return (
    <ConfirmAmount
      title={t('confirm.title')}
      description={t('confirm.text')}
      amount={amount}
      yes={t('submit')}
      no={t('confirm.no')}
      open={open}
      onOpenChange={onOpenChange}
      onConfirm={onConfirm}
    >
      <Facts>
        <Fact label={t('fee')}>
          <Amount value={fee} symbol />
        </Fact>
        <Fact label={t('cardGets')}>
          <Amount value={minus(amount, fee)} symbol />
        </Fact>
        <Fact label={t('when')}>{arrival === 'same-day' ? t('today') : <Day value={arrivesOn} />}</Fact>
      </Facts>
    </ConfirmAmount>
  );
}
