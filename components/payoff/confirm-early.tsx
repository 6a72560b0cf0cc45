'use client';

import { useTranslations } from 'next-intl';
import { Amount, AmountInWords } from '#components/money/amount.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
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
    <Dialog open={open} onOpenChange={onOpenChange} title={t('check')} description={then}>
      <p className="num text-3xl font-medium">
        <Amount value={quote.total} symbol />
      </p>
      <p className="mb-3 text-sm text-soft">
        <AmountInWords value={quote.total} />
      </p>
      <EarlyCost quote={quote} />
      <div className="mt-4 flex flex-row-reverse gap-2">
        <Button
          className="grow"
          onClick={() => {
            onOpenChange(false);
            onConfirm();
          }}
        >
          {t('confirm')}
        </Button>
        <Button look="outline" onClick={() => onOpenChange(false)}>
          {t('change')}
        </Button>
      </div>
    </Dialog>
  );
}
