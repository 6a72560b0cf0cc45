'use client';

import { useTranslations } from 'next-intl';
import { Amount, AmountInWords } from '#components/money/amount.tsx';
import { Day } from '#components/time/day.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
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
    <Dialog open={open} onOpenChange={onOpenChange} title={t('confirm.title')} description={t('confirm.text')}>
      <p className="num mt-1 text-3xl font-medium">
        <Amount value={amount} symbol />
      </p>
      <p className="text-sm text-soft">
        <AmountInWords value={amount} />
      </p>
      <Facts className="my-4">
        <Fact label={t('fee')}>
          <Amount value={fee} symbol />
        </Fact>
        <Fact label={t('cardGets')}>
          <Amount value={minus(amount, fee)} symbol />
        </Fact>
        <Fact label={t('when')}>{arrival === 'same-day' ? t('today') : <Day value={arrivesOn} />}</Fact>
      </Facts>
      <div className="flex flex-row-reverse gap-2">
        <Button
          className="grow"
          onClick={() => {
            onOpenChange(false);
            onConfirm();
          }}
        >
          {t('submit')}
        </Button>
        <Button look="outline" onClick={() => onOpenChange(false)}>
          {t('confirm.no')}
        </Button>
      </div>
    </Dialog>
  );
}
