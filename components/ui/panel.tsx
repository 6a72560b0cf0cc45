import type { ComponentProps, ReactNode } from 'react';
import { cn } from './cn.ts';

/** A sheet of paper on the canvas. */
export function Panel({ className, ...rest }: ComponentProps<'section'>) {
  return <section className={cn('rounded-lg border border-line bg-surface', className)} {...rest} />;
}

type HeadProps = { title: ReactNode; note?: ReactNode; actions?: ReactNode; level?: 2 | 3; id?: string };

export function PanelHead({ title, note, actions, level = 2, id }: HeadProps) {
  const Heading = level === 2 ? 'h2' : 'h3';
  return (
    <header className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 px-4 pt-4 pb-3 sm:px-5">
      <div className="min-w-0">
        <Heading id={id} className="text-lg font-semibold">
          {title}
        </Heading>
        {note ? <p className="text-xs text-faint">{note}</p> : null}
      </div>
      {actions ? <div className="flex flex-wrap items-center gap-2">{actions}</div> : null}
    </header>
  );
}

export const PanelBody = ({ className, ...rest }: ComponentProps<'div'>) => (
  <div className={cn('px-4 pb-5 sm:px-5', className)} {...rest} />
);
