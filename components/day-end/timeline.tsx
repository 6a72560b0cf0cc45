import { useFormatter, useTranslations } from 'next-intl';
import type { DayRunView } from '#components/trpc/outputs.ts';
import { cn } from '#components/ui/cn.ts';
import { useStepName } from './step-name.ts';
import { type Axis, type Span, timeAxis } from './time-axis.ts';

type StepView = DayRunView['steps'][number];
type Look = 'done' | 'running' | 'late';

const FILL: Record<Look, string> = { done: 'bg-good', running: 'bg-warm', late: 'bg-risk' };
const lookOf = ({ state, error, late }: StepView): Look =>
  error || late ? 'late' : state === 'done' ? 'done' : 'running';

/** At the end of the track a bar grows to the left, so that it is seen. */
const placed = ({ start, width }: Span, leastPx: number) => ({
  insetInlineStart: `min(${start}%, calc(100% - ${leastPx}px))`,
  width: `max(${width}%, ${leastPx}px)`,
});

function Track({ step, axis }: { step: StepView; axis: Axis }) {
  const { plannedAt, plannedUntil, startedAt, finishedAt } = step;
  return (
    <div className="relative h-5 rounded-sm bg-sunk">
      {axis.ticks.map(({ at, start }) => (
        <span
          key={at.getTime()}
          className="absolute inset-y-0 border-line border-s"
          style={{ insetInlineStart: `${start}%` }}
        />
      ))}
      {plannedAt && plannedUntil ? (
        <span
          className="absolute inset-y-0.5 rounded-xs border border-line-strong border-dashed"
          style={placed(axis.spanOf(plannedAt, plannedUntil), 5)}
        />
      ) : null}
      {startedAt ? (
        <span
          className={cn('absolute inset-y-1.5 rounded-xs', FILL[lookOf(step)])}
          style={placed(axis.spanOf(startedAt, finishedAt ?? startedAt), 4)}
        />
      ) : null}
    </div>
  );
}

function Hours({ axis }: { axis: Axis }) {
  const format = useFormatter();
  return (
    <div className="relative h-5 text-2xs text-faint">
      {axis.ticks.map(({ at, start }, index) => (
        <span
          key={at.getTime()}
          className={cn(
            'num absolute whitespace-nowrap',
            index === 0 ? '' : index === axis.ticks.length - 1 ? '-translate-x-full' : '-translate-x-1/2',
            index % 2 === 1 && 'hidden sm:inline',
          )}
          style={{ insetInlineStart: `${start}%` }}
        >
          {format.dateTime(at, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })}
        </span>
      ))}
    </div>
  );
}

const LEGEND = [
  ['planned', 'border border-line-strong border-dashed'],
  ['done', FILL.done],
  ['running', FILL.running],
  ['late', FILL.late],
] as const;

/**
 * The day end on an axis of at least 24 hours around its midnight: what was planned, and when it happened. For those
 * who see it; the table below has every figure.
 */
export function Timeline({ run, midnight }: { run: DayRunView; midnight: Date }) {
  const t = useTranslations('dayEnd');
  const nameOf = useStepName();
  const axis = timeAxis(midnight, run.steps);
  const isCutOff = run.steps.some(({ finishedAt }) => finishedAt && axis.isBeyond(finishedAt));
  return (
    <figure className="px-4 pb-4 sm:px-5">
      <div aria-hidden className="space-y-1">
        {run.steps.map((step) => (
          <div key={step.step} className="items-center gap-3 sm:grid sm:grid-cols-[11rem_1fr]">
            <span className="block truncate text-2xs text-soft sm:text-xs">{nameOf(step.step)}</span>
            <Track step={step} axis={axis} />
          </div>
        ))}
        <div className="gap-3 sm:grid sm:grid-cols-[11rem_1fr]">
          <span />
          <Hours axis={axis} />
        </div>
      </div>
      <figcaption className="mt-2 flex flex-wrap gap-x-5 gap-y-1 text-xs text-soft">
        {LEGEND.map(([key, look]) => (
          <span key={key} className="flex items-center gap-1.5">
            <span aria-hidden className={cn('h-2.5 w-4 rounded-xs', look)} />
            {t(`legend.${key}`)}
          </span>
        ))}
        {isCutOff ? <span>{t('cutOff')}</span> : null}
      </figcaption>
    </figure>
  );
}
