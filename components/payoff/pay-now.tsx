'use client';

import { useTranslations } from 'next-intl';
import { Day } from '#components/time/day.tsx';
import { Button } from '#components/ui/button.tsx';
import type { PlainDate } from '#server/primitives/calendar.ts';

type Props = { on: PlainDate; today: PlainDate; paying: boolean; ready: boolean; label: string; onAsk: () => void };

/** Asks whether to pay, on the day itself; for any other day says when to come back. */
export function PayNow({ on, today, paying, ready, label, onAsk }: Props) {
  const t = useTranslations('payoff');
  if (on !== today) return <p className="text-sm text-soft">{t.rich('notToday', { day: () => <Day value={on} /> })}</p>;
  return (
    <Button size="lg" wide disabled={!ready || paying} onClick={onAsk}>
      {paying ? t('paying') : label}
    </Button>
  );
}
