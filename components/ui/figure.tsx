import type { ReactNode } from 'react';
import { cn } from './cn.ts';

type FigureProps = {
  label: ReactNode;
  children: ReactNode;
  unit?: ReactNode;
  note?: ReactNode;
  size?: 'md' | 'lg' | 'xl';
  className?: string;
};

/** Smaller on a phone, where a long amount has half the width. */
const SIZES = { md: 'text-lg sm:text-xl', lg: 'text-lg sm:text-2xl', xl: 'text-3xl sm:text-4xl' };

/** A number that leads, with what it is above it. Stands inside a <dl>. */
export function Figure({ label, children, unit, note, size = 'lg', className }: FigureProps) {
  return (
    <div className={cn('min-w-0', className)}>
      <dt className="text-xs text-faint">{label}</dt>
      <dd className={cn('num font-medium tracking-tight', SIZES[size])}>
        {children}
        {unit ? <span className="ms-1 text-[0.55em] font-normal text-faint">{unit}</span> : null}
      </dd>
      {note ? <dd className="text-2xs text-faint">{note}</dd> : null}
    </div>
  );
}

/** Facts as pairs, one under the other with hairlines between. */
export function Facts({ children, className }: { children: ReactNode; className?: string }) {
  return <dl className={cn('divide-y divide-line text-sm', className)}>{children}</dl>;
}

export function Fact({ label, children }: { label: ReactNode; children: ReactNode }) {
  return (
    <div className="flex items-baseline justify-between gap-6 py-2">
      <dt className="shrink-0 text-faint">{label}</dt>
      <dd className="num min-w-0 text-end">{children}</dd>
    </div>
  );
}
