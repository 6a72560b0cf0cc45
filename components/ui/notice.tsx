import { CircleAlert, CircleCheck, Clock, Info } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from './cn.ts';

const KINDS = {
  info: { Icon: Info, look: 'border-line-strong/50 bg-sunk text-ink', icon: 'text-faint' },
  good: { Icon: CircleCheck, look: 'border-good/30 bg-good-wash text-ink', icon: 'text-good' },
  risk: { Icon: CircleAlert, look: 'border-risk/35 bg-risk-wash text-ink', icon: 'text-risk' },
  wait: { Icon: Clock, look: 'border-warm/50 bg-warm-wash text-ink', icon: 'text-on-warm' },
};

type NoticeProps = {
  kind?: keyof typeof KINDS;
  title?: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
  className?: string;
  /** Read out when it appears: for what happened after the page was there. */
  live?: boolean;
};

/** Something to know, near what it is about: an icon, a word and a colour, never a colour alone. */
export function Notice({ kind = 'info', title, children, actions, className, live }: NoticeProps) {
  const { Icon, look, icon } = KINDS[kind];
  const role = live ? (kind === 'risk' ? 'alert' : 'status') : undefined;
  return (
    <div role={role} className={cn('flex gap-3 rounded-md border px-3.5 py-3 text-sm', look, className)}>
      <Icon aria-hidden className={cn('mt-0.5 size-4 shrink-0', icon)} />
      <div className="min-w-0 grow space-y-1">
        {title ? <p className="font-medium">{title}</p> : null}
        {children ? <div className="text-soft">{children}</div> : null}
        {actions ? <div className="flex flex-wrap gap-2 pt-1.5">{actions}</div> : null}
      </div>
    </div>
  );
}
