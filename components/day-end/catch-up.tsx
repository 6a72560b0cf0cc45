'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Day } from '#components/time/day.tsx';
import type { DayRunView } from '#components/trpc/outputs.ts';
import { FillBar } from '#components/ui/fill-bar.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { useStepName } from './step-name.ts';

const isLate = ({ state, steps }: DayRunView): boolean =>
  state !== 'done' && steps.some((step) => step.late && step.state !== 'done');
const doneOf = ({ steps }: DayRunView): number => steps.filter(({ state }) => state === 'done').length;
const wholePercent = (part: number, whole: number): number => Math.floor((100 * part) / Math.max(1, whole));

/** Days whose ends are behind their plan, the earliest first: how far each is, and where it stands. */
export function CatchUp({ runs }: { runs: readonly DayRunView[] }) {
  const t = useTranslations('dayEnd');
  const nameOf = useStepName();
  const late = runs.filter(isLate).reverse();
  if (late.length === 0) return null;
  return (
    <Notice kind="wait" title={t('catchUp.title', { count: late.length })}>
      <p>{t('catchUp.note')}</p>
      <ul className="mt-3 space-y-2">
        {late.map((run) => {
          const stuck = run.steps.find((step) => step.late && step.state !== 'done');
          const counted = t('stepsDone', { done: doneOf(run), all: run.steps.length });
          return (
            <li
              key={run.date}
              className="grid grid-cols-[1fr_auto] items-center gap-x-3 gap-y-1 sm:grid-cols-[9rem_1fr_auto]"
            >
              <Link href={`/admin/day-end/${run.date}`} className="text-accent underline-offset-4 hover:underline">
                <Day value={run.date} />
              </Link>
              <span className="num text-xs sm:order-last">{counted}</span>
              <span className="col-span-2 sm:col-span-1">
                <FillBar percent={wholePercent(doneOf(run), run.steps.length)} label={`${run.date}: ${counted}`} />
                {stuck ? (
                  <span className="block text-2xs">
                    {t('catchUp.at', { step: nameOf(stuck.step) })} {stuck.error}
                  </span>
                ) : null}
              </span>
            </li>
          );
        })}
      </ul>
    </Notice>
  );
}
