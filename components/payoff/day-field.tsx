'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Day } from '#components/time/day.tsx';
import { Field, Input } from '#components/ui/field.tsx';
import { type PlainDate, plainDate } from '#server/primitives/calendar.ts';

type Props = { value: PlainDate; today: PlainDate; lastDay: PlainDate; onDay: (day: PlainDate) => void };

/** The chosen day, today first; a page that was left open over midnight goes on with the new day. */
export function useDay(today: PlainDate): [PlainDate, (day: PlainDate) => void] {
  const [chosen, choose] = useState(today);
  return [chosen < today ? today : chosen, choose];
}

/** A day that a quote can be for, by the system's own calendar. What is no such day is left as it was. */
export function DayField({ value, today, lastDay, onDay }: Props) {
  const t = useTranslations('payoff');
  return (
    <Field label={t('day')} hint={t.rich('dayHint', { last: () => <Day value={lastDay} /> })}>
      {(control) => (
        <Input
          {...control}
          type="date"
          className="num"
          required
          min={today}
          max={lastDay}
          defaultValue={value}
          onChange={({ target }) => {
            if (target.value !== '' && target.value >= today && target.value <= lastDay) onDay(plainDate(target.value));
          }}
        />
      )}
    </Field>
  );
}
