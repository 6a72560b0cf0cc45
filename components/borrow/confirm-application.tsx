'use client';

import { useTranslations } from 'next-intl';
import { Term } from '#components/loan/terms.tsx';
import { Amount, AmountInWords } from '#components/money/amount.tsx';
import { Rate } from '#components/money/rate.tsx';
import type { ProductView } from '#components/trpc/outputs.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Fact, Facts } from '#components/ui/figure.tsx';
import type { Money } from '#server/primitives/money.ts';
import type { RatePpm } from '#server/primitives/rate.ts';

export type Answers = { product: ProductView; amount: Money; term: number; ratePpm: RatePpm; title: string };
type Props = { answers: Answers | undefined; busy: boolean; onClose: () => void; onConfirm: () => void };

/** All answers once more before they are handed in. It stays until they are, so a second tap meets nothing behind it. */
export function ConfirmApplication({ answers, busy, onClose, onConfirm }: Props) {
  const t = useTranslations('apply');
  const kinds = useTranslations('repaymentKind');
  if (!answers) return null;
  const { product, amount, term, ratePpm, title } = answers;
  return (
    <Dialog open onOpenChange={(open) => !open && !busy && onClose()} title={t('check')} description={t('checkNote')}>
      <p className="num text-3xl font-medium">
        <Amount value={amount} symbol />
      </p>
      <p className="text-sm text-soft">
        <AmountInWords value={amount} />
      </p>
      <Facts className="my-4">
        <Fact label={t('loanTitle')}>{title}</Fact>
        <Fact label={t('product')}>{kinds(product.repaymentKind)}</Fact>
        <Fact label={t('duration')}>
          <Term term={term} unit={product.termUnit} />
        </Fact>
        <Fact label={t('rate')}>
          <Rate value={ratePpm} />
        </Fact>
      </Facts>
      <div className="flex flex-row-reverse gap-2">
        <Button className="grow" onClick={onConfirm} disabled={busy}>
          {busy ? t('handingIn') : t('handIn')}
        </Button>
        <Button look="outline" onClick={onClose} disabled={busy}>
          {t('change')}
        </Button>
      </div>
    </Dialog>
  );
}
