'use client';

import { useTranslations } from 'next-intl';
import { Amount, AmountInWords } from '#components/money/amount.tsx';
import { Rate } from '#components/money/rate.tsx';
import type { LoanView } from '#components/trpc/outputs.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Fact, Facts } from '#components/ui/figure.tsx';
import type { Money } from '#server/primitives/money.ts';

type Props = {
  loan: LoanView;
  amount: Money | undefined;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** Whether the standing authorisation covers the amount: else the bank's page is the only way. */
  authorised: (amount: Money) => boolean;
  onConfirm: (amount: Money) => void;
  onPassword: (amount: Money) => void;
};

/** The last look before money is frozen: the amount in figures and in words, and what it is lent on. */
export function ConfirmBid({ loan, amount, open, onOpenChange, authorised, onConfirm, onPassword }: Props) {
  const t = useTranslations('bid');
  if (amount === undefined) return null;
  const direct = authorised(amount);
  const decide = (way: (amount: Money) => void) => () => {
    onOpenChange(false);
    way(amount);
  };
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t('confirm.title')} description={t('confirm.text')}>
      <p className="num mt-1 text-3xl font-medium">
        <Amount value={amount} symbol />
      </p>
      <p className="text-sm text-soft">
        <AmountInWords value={amount} />
      </p>
      <Facts className="my-4">
        <Fact label={t('confirm.loan')}>{loan.title}</Fact>
        <Fact label={t('confirm.rate')}>
          <Rate value={loan.ratePpm} />
        </Fact>
      </Facts>
      <p className="mb-4 text-xs text-faint">{t('confirm.risk')}</p>
      {direct ? null : <p className="mb-4 text-sm text-soft">{t('confirm.passwordOnly')}</p>}
      <div className="flex flex-row-reverse gap-2">
        <Button className="grow" onClick={decide(direct ? onConfirm : onPassword)}>
          {direct ? t('confirm.yes') : t('confirm.byPassword')}
        </Button>
        <Button look="outline" onClick={() => onOpenChange(false)}>
          {t('confirm.no')}
        </Button>
      </div>
      {direct ? (
        <Button look="quiet" size="sm" wide className="mt-2" onClick={decide(onPassword)}>
          {t('confirm.byPassword')}
        </Button>
      ) : null}
    </Dialog>
  );
}
