'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { CalendarArrowUp, ChevronDown, Users } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { useErrorText } from '#components/errors/error-text.ts';
import { useSignIn } from '#components/session/use-sign-in.ts';
import { homeOf } from '#components/shell/nav.ts';
import { Day } from '#components/time/day.tsx';
import { useTRPC } from '#components/trpc/provider.tsx';
import { refusalOf } from '#components/trpc/refusal.ts';
import { buttonStyle } from '#components/ui/button.tsx';
import { Menu, MenuItem, MenuLabel } from '#components/ui/menu.tsx';
import type { PlainDate } from '#server/primitives/calendar.ts';
import { type DemoPersonView, knownPerson } from './people.tsx';

type DemoBarProps = { people: readonly DemoPersonView[]; businessDate: PlainDate; nextDueOn: PlainDate | null };

const PILL = buttonStyle({ look: 'warm', size: 'sm' });

/** The strip of the demo: move time, be somebody else. The real day end runs for each day that passes. */
export function DemoBar({ people, businessDate, nextDueOn }: DemoBarProps) {
  const t = useTranslations('demo');
  const errorText = useErrorText();
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  const { enter, busy } = useSignIn();
  const [arrived, setArrived] = useState<PlainDate>();
  const travel = useMutation(
    trpc.demo.travel.mutationOptions({
      onSuccess: async (world) => {
        await queryClient.invalidateQueries();
        router.refresh();
        setArrived(world.date);
      },
    }),
  );
  useEffect(() => {
    if (!arrived) return;
    const timer = setTimeout(() => setArrived(undefined), 6_000);
    return () => clearTimeout(timer);
  }, [arrived]);
  const refusal = refusalOf(travel.error);
  return (
    <aside aria-label={t('label')} className="border-b border-warm/50 bg-warm-wash text-on-warm">
      <div className="page flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1 py-1 text-xs">
        <p className="font-medium">{t('title')}</p>
        <p role="status" className="num hidden min-w-0 grow sm:block">
          {travel.isPending ? t('travelling') : null}
          {!travel.isPending && arrived ? t.rich('arrived', { day: () => <Day value={arrived} /> }) : null}
          {refusal ? errorText(refusal.code, refusal.details) : null}
          {!travel.isPending && !arrived && !refusal ? <span className="hidden md:inline">{t('hint')}</span> : null}
        </p>
        <div className="ms-auto flex items-center gap-1.5">
          <button
            type="button"
            className={PILL}
            disabled={travel.isPending}
            onClick={() => travel.mutate({ advanceDays: 1 })}
          >
            <CalendarArrowUp aria-hidden className={travel.isPending ? 'waiting size-3.5' : 'size-3.5'} />
            {travel.isPending ? t('moving') : t('nextDay')}
          </button>
          {nextDueOn && nextDueOn > businessDate ? (
            <button
              type="button"
              className={PILL}
              disabled={travel.isPending}
              onClick={() => travel.mutate({ to: nextDueOn })}
            >
              {t('nextDue')}
            </button>
          ) : null}
          <Menu
            label={t('switchPerson')}
            triggerClassName={PILL}
            trigger={
              <>
                <Users aria-hidden className="size-3.5" />
                <span className="hidden sm:inline">{t('switchPerson')}</span>
                <ChevronDown aria-hidden className="size-3" />
              </>
            }
          >
            {people.map((person) => {
              const known = knownPerson(person.login);
              return (
                <MenuItem
                  key={person.memberId}
                  onClick={() => {
                    if (!busy) void enter('demo', { memberId: person.memberId }, homeOf(person.roles));
                  }}
                >
                  {known ? t(`people.${known}.name`) : person.displayName}
                </MenuItem>
              );
            })}
            <MenuLabel className="max-w-56 border-t border-line pt-2 whitespace-normal">{t('reset')}</MenuLabel>
          </Menu>
        </div>
      </div>
    </aside>
  );
}
