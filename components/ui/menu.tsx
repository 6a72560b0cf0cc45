'use client';

import { Menu as Base } from '@base-ui/react/menu';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { cn } from './cn.ts';

const ITEM =
  'flex w-full items-center gap-2.5 rounded-sm px-2.5 py-2 text-sm text-ink outline-none data-[highlighted]:bg-accent-wash data-[highlighted]:text-accent';

type MenuProps = { trigger: ReactNode; triggerClassName?: string; label: string; children: ReactNode };

/** A button that opens a list of things to do. */
export function Menu({ trigger, triggerClassName, label, children }: MenuProps) {
  return (
    <Base.Root>
      <Base.Trigger aria-label={label} className={triggerClassName}>
        {trigger}
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner sideOffset={6} align="end" className="z-50">
          <Base.Popup className="max-h-[70dvh] min-w-52 overflow-y-auto rounded-md border border-line bg-surface p-1.5 shadow-lift">
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

export const MenuItem = ({ onClick, children }: { onClick: () => void; children: ReactNode }) => (
  <Base.Item className={ITEM} onClick={onClick}>
    {children}
  </Base.Item>
);

export const MenuLink = ({ href, children }: { href: string; children: ReactNode }) => (
  <Base.Item className={ITEM} render={<Link href={href} />}>
    {children}
  </Base.Item>
);

export const MenuLabel = ({ children, className }: { children: ReactNode; className?: string }) => (
  <div className={cn('px-2.5 pt-1.5 pb-1 text-2xs text-faint', className)}>{children}</div>
);
