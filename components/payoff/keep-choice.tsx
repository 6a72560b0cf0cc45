'use client';

import { useTranslations } from 'next-intl';
import { Amount } from '#components/money/amount.tsx';
import { Day } from '#components/time/day.tsx';
import { cn } from '#components/ui/cn.ts';
import { Fact, Facts } from '#components/ui/figure.tsx';
import { plus, sum, ZERO } from '#server/primitives/money.ts';
import type { PartView } from './views.ts';

export type Keep = PartView['keep'];
type Props = { keepTerm: PartView; keepInstalment: PartView; value: Keep; onKeep: (keep: Keep) => void };

/** What one way comes to: the next instalment, the last payment, the interest that is still to come. */
function Way({ quote }: { quote: PartView }) {
  const t = useTranslations('payoff');
  const left = quote.rows.filter((row) => row.principal + row.interest > 0n);
  const [next] = left;
  const last = left.at(-1);
  return (
    <Facts className="mt-2">
      <Fact label={t('nextInstalment')}>
        <Amount value={next ? plus(next.principal, next.interest) : ZERO} symbol />
      </Fact>
      <Fact label={t('lastPayment')}>{last ? <Day value={last.dueOn} /> : '—'}</Fact>
      <Fact label={t('interestLeft')}>
        <Amount value={sum(left.map((row) => row.interest))} symbol />
      </Fact>
    </Facts>
  );
}

/** Both ways to pay the rest, side by side; one of them is chosen. */
export function KeepChoice({ keepTerm, keepInstalment, value, onKeep }: Props) {
  const t = useTranslations('payoff');
  const ways = [keepTerm, keepInstalment];
  return (
    <fieldset className="space-y-2">
      <legend className="text-sm font-medium">{t('keep')}</legend>
      <div className="grid gap-3 sm:grid-cols-2">
        {ways.map((quote) => (
          <label
            key={quote.keep}
            className={cn(
              'block cursor-pointer rounded-md border p-3',
              quote.keep === value ? 'border-accent' : 'border-line-strong',
            )}
          >
            <span className="flex items-center gap-2 text-sm font-medium">
              <input
                type="radio"
                name="keep"
                className="size-4 accent-accent"
                checked={quote.keep === value}
                onChange={() => onKeep(quote.keep)}
              />
              {t(`keeps.${quote.keep}`)}
            </span>
            <Way quote={quote} />
          </label>
        ))}
      </div>
    </fieldset>
  );
}
