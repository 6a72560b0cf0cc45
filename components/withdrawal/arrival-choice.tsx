'use client';

import { useTranslations } from 'next-intl';
import { Amount } from '#components/money/amount.tsx';
import { Day } from '#components/time/day.tsx';
import type { WithdrawableView } from '#components/trpc/outputs.ts';
import { formatRate } from '#server/primitives/rate.ts';

export type Arrival = 'next-day' | 'same-day';
const ARRIVALS: readonly Arrival[] = ['next-day', 'same-day'];

type Props = {
  value: Arrival;
  onChange: (arrival: Arrival) => void;
  possible: WithdrawableView;
  disabled: boolean;
};

/** After the day end, or today by the platform's advance: when, and what it costs. */
export function ArrivalChoice({ value, onChange, possible, disabled }: Props) {
  const t = useTranslations('withdraw');
  const { fees, arrivesOn } = possible;
  const amounts = {
    fee: () => <Amount value={fees.nextDay} symbol />,
    least: () => <Amount value={fees.sameDayAtLeast} symbol />,
    day: () => <Day value={arrivesOn} />,
    rate: formatRate(fees.sameDayPpm),
  };
  return (
    <fieldset className="grid gap-2 sm:grid-cols-2" disabled={disabled}>
      <legend className="mb-1.5 text-sm font-medium">{t('when')}</legend>
      {ARRIVALS.map((arrival) => (
        <label
          key={arrival}
          className="flex cursor-pointer gap-3 rounded-md border border-line-strong p-3 has-checked:border-accent has-checked:bg-accent-wash"
        >
          <input
            type="radio"
            name="arrival"
            className="mt-1 size-4 shrink-0 accent-accent"
            checked={value === arrival}
            onChange={() => onChange(arrival)}
          />
          <span className="min-w-0 text-sm">
            <span className="block font-medium">{t(`arrival.${arrival}`)}</span>
            <span className="block text-xs text-soft">{t.rich(`arrivalNote.${arrival}`, amounts)}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
