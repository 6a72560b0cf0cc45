import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Amount } from '#components/money/amount.tsx';
import type { DrillStepView } from '#components/trpc/outputs.ts';
import { cn } from '#components/ui/cn.ts';
import { useClassName } from './class-name.tsx';
import { type DrillPlace, drillPath } from './paths.ts';

type TrailProps = {
  place: DrillPlace;
  steps: readonly DrillStepView[];
  /** The line at the end of the way, with what is left of the difference. */
  line?: { label: string; difference: DrillStepView['difference'] };
};

/** The way from the total to here: at each step what the difference still is. */
export function Trail({ place, steps, line }: TrailProps) {
  const t = useTranslations('drill');
  const name = useTranslations('reconciliation.name');
  const className = useClassName();
  const { date, check, differing } = place;
  const stops = steps.map((step) => {
    const to = { date, check, differing };
    if (step.level === 'check')
      return { ...step, label: name(check as Parameters<typeof name>[0]), href: drillPath(to) };
    if (step.level === 'class')
      return { ...step, label: className(step.name), href: drillPath({ ...to, name: step.name }) };
    return {
      ...step,
      label: step.name || t('nobody'),
      href: drillPath({ ...to, name: place.name, account: step.name }),
    };
  });
  return (
    <nav aria-label={t('way')} className="mb-5 rounded-lg border border-line bg-surface">
      <ol className="flex flex-col divide-y divide-line sm:flex-row sm:divide-x sm:divide-y-0">
        {stops.map(({ label, href, difference, level }, index) => {
          const here = index === stops.length - 1 && !line;
          return (
            <li key={level} className="flex min-w-0 items-baseline justify-between gap-3 px-4 py-2.5 sm:block">
              {here ? (
                <span aria-current="step" className="block truncate text-sm font-medium">
                  {label}
                </span>
              ) : (
                <Link href={href} className="block truncate text-sm text-accent underline-offset-4 hover:underline">
                  {label}
                </Link>
              )}
              <Left difference={difference} />
            </li>
          );
        })}
        {line ? (
          <li className="flex min-w-0 items-baseline justify-between gap-3 px-4 py-2.5 sm:block">
            <span aria-current="step" className="block truncate text-sm font-medium">
              {line.label}
            </span>
            <Left difference={line.difference} />
          </li>
        ) : null}
      </ol>
    </nav>
  );
}

function Left({ difference }: { difference: DrillStepView['difference'] }) {
  const t = useTranslations('drill');
  return (
    <span className={cn('shrink-0 text-2xs', difference === 0n ? 'text-faint' : 'font-medium text-risk')}>
      {t('left')} <Amount value={difference} symbol signed />
    </span>
  );
}
