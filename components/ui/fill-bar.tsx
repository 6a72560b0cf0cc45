import { cn } from './cn.ts';

type FillBarProps = {
  /** Whole percent that is full, 0–100. */
  percent: number;
  /** What is being filled, for those who cannot see it. */
  label: string;
  full?: boolean;
  className?: string;
};

/** A vessel being filled: the brand's picture and every loan's progress. The text beside it gives the numbers. */
export function FillBar({ percent, label, full = percent >= 100, className }: FillBarProps) {
  const width = Math.max(0, Math.min(100, percent));
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={width}
      className={cn('relative h-2 overflow-hidden rounded-sm border border-line bg-sunk', className)}
    >
      <div
        className={cn(
          'h-full border-e-2',
          full ? 'border-good bg-good' : 'border-warm bg-accent',
          width === 0 && 'hidden',
        )}
        style={{ width: `${width}%` }}
      />
    </div>
  );
}
