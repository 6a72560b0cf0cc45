'use client';

import { CalendarArrowUp } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useErrorText } from '#components/errors/error-text.ts';
import { Day } from '#components/time/day.tsx';
import { buttonStyle } from '#components/ui/button.tsx';
import type { PlainDate } from '#server/primitives/calendar.ts';
import type { DemoPersonView } from './people.tsx';
import { SwitchPerson } from './switch-person.tsx';
import { type Travel, useTravel } from './use-travel.ts';

type DemoBarProps = { people: readonly DemoPersonView[]; businessDate: PlainDate; nextDueOn: PlainDate | null };

const PILL = buttonStyle({ look: 'warm', size: 'sm' });

/** What time travel is doing, or has come to. */
function TravelStatus({ travel }: { travel: Travel }) {
  const t = useTranslations('demo');
  const errorText = useErrorText();
  const { busy, refusal, arrived } = travel;
  if (busy) return t('travelling');
  if (refusal) return errorText(refusal.code, refusal.details);
  if (arrived) return t.rich('arrived', { day: () => <Day value={arrived} /> });
  return <span className="hidden md:inline">{t('hint')}</span>;
}

/** The strip of the demo: move time, be somebody else. The real day end runs for each day that passes. */
export function DemoBar({ people, businessDate, nextDueOn }: DemoBarProps) {
  const t = useTranslations('demo');
  const travel = useTravel();
  const silent = !travel.busy && !travel.refusal && !travel.arrived;
  return (
    <aside aria-label={t('label')} className="border-b border-warm/50 bg-warm-wash text-on-warm">
      <div className="page flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1 py-1 text-xs">
        <p className="font-medium">{t('title')}</p>
        <p
          role="status"
          className={silent ? 'hidden min-w-0 grow sm:block' : 'order-last w-full min-w-0 grow sm:order-none sm:w-auto'}
        >
          <TravelStatus travel={travel} />
        </p>
        <div className="ms-auto flex items-center gap-1.5">
          <button type="button" className={PILL} disabled={travel.busy} onClick={() => travel.go({ advanceDays: 1 })}>
            <CalendarArrowUp aria-hidden className={travel.busy ? 'waiting size-3.5' : 'size-3.5'} />
            {travel.busy ? t('moving') : t('nextDay')}
          </button>
          {nextDueOn && nextDueOn > businessDate ? (
            <button type="button" className={PILL} disabled={travel.busy} onClick={() => travel.go({ to: nextDueOn })}>
              {t('nextDue')}
            </button>
          ) : null}
          <SwitchPerson people={people} className={PILL} />
        </div>
      </div>
    </aside>
  );
}
