import type { ReactNode } from 'react';
import type { PortalName } from './nav.ts';
import { PortalNav } from './nav-links.tsx';

type FrameProps = { portal: PortalName; roles: readonly string[]; children: ReactNode };

/** The frame of a portal's pages: its navigation at the left, what it shows at the right. */
export function PortalFrame({ portal, roles, children }: FrameProps) {
  return (
    <div className="page flex gap-10 py-6 sm:py-8">
      <PortalNav portal={portal} roles={roles} />
      <div className="min-w-0 grow">{children}</div>
    </div>
  );
}

type PageHeadProps = { title: ReactNode; note?: ReactNode; actions?: ReactNode };

export function PageHead({ title, note, actions }: PageHeadProps) {
  return (
    <div className="mb-6 flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
      <div className="min-w-0">
        <h1 className="text-2xl sm:text-3xl">{title}</h1>
        {note ? <p className="mt-1 max-w-2xl text-sm text-soft">{note}</p> : null}
      </div>
      {actions ? <div className="flex flex-wrap gap-2">{actions}</div> : null}
    </div>
  );
}
