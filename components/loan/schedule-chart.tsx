import { toChartNumber } from '#components/money/chart-number.ts';
import type { Money } from '#server/primitives/money.ts';

type Bar = { principal: Money; interest: Money };
type Props = { rows: readonly Bar[]; principalLabel: string; interestLabel: string };

const WIDTH = 720;
const HEIGHT = 120;

/** Principal and interest of each period, one bar each; the table below it has the figures. */
export function ScheduleChart({ rows, principalLabel, interestLabel }: Props) {
  const tallest = Math.max(1, ...rows.map((row) => toChartNumber(row.principal) + toChartNumber(row.interest)));
  const slot = WIDTH / rows.length;
  const gap = Math.min(6, slot * 0.25);
  return (
    <figure>
      <svg aria-hidden viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" className="h-28 w-full">
        {rows.map((row, index) => {
          const principal = (toChartNumber(row.principal) / tallest) * HEIGHT;
          const interest = (toChartNumber(row.interest) / tallest) * HEIGHT;
          const bar = { x: index * slot + gap / 2, width: Math.max(1, Math.min(slot - gap, 64)) };
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a schedule's rows are its positions
            <g key={index}>
              <rect {...bar} y={HEIGHT - principal} height={principal} className="fill-accent" />
              <rect {...bar} y={HEIGHT - principal - interest} height={interest} className="fill-warm" />
            </g>
          );
        })}
      </svg>
      <figcaption className="mt-2 flex gap-5 text-xs text-soft">
        <span className="flex items-center gap-1.5">
          <span aria-hidden className="size-2.5 rounded-sm bg-accent" />
          {principalLabel}
        </span>
        <span className="flex items-center gap-1.5">
          <span aria-hidden className="size-2.5 rounded-sm bg-warm" />
          {interestLabel}
        </span>
      </figcaption>
    </figure>
  );
}
