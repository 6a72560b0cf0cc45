import { useTranslations } from 'next-intl';
import { FillBar } from '#components/ui/fill-bar.tsx';
import { divideFloor } from '#server/primitives/division.ts';
import type { Money } from '#server/primitives/money.ts';

/** How full a loan is, in whole percent: 100 only when nothing remains. */
export const percentFull = (amount: Money, reserved: Money): number =>
  amount > 0n ? Number(divideFloor(reserved * 100n, amount)) : 0;

type Props = { amount: Money; reserved: Money; investorCount: number; className?: string };

/** A loan's vessel with its numbers in words beside it. */
export function LoanProgress({ amount, reserved, investorCount, className }: Props) {
  const t = useTranslations('loan');
  const percent = percentFull(amount, reserved);
  return (
    <div className={className}>
      <FillBar percent={percent} label={t('progress')} />
      <p className="num mt-1 flex justify-between text-xs text-faint">
        <span>{t('percentFull', { percent })}</span>
        <span>{t('investors', { count: investorCount })}</span>
      </p>
    </div>
  );
}
