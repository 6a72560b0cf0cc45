import type { ReactNode } from 'react';

/** Nothing here yet: why, and what to do about it. */
export function Empty({ title, children, action }: { title: ReactNode; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className="flex flex-col items-center gap-2 px-4 py-10 text-center">
      <svg aria-hidden viewBox="0 0 48 48" className="size-11 text-line-strong" fill="none" stroke="currentColor">
        <path d="M10 12h28v22a6 6 0 0 1-6 6H16a6 6 0 0 1-6-6z" strokeWidth="1.5" />
        <path d="M10 31h28" strokeWidth="1.5" strokeDasharray="3 3" />
      </svg>
      <p className="font-medium">{title}</p>
      {children ? <p className="max-w-sm text-sm text-faint">{children}</p> : null}
      {action}
    </div>
  );
}
