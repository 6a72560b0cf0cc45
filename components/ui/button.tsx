import { cva, type VariantProps } from 'class-variance-authority';
import Link from 'next/link';
import type { ComponentProps } from 'react';
import { cn } from './cn.ts';

export const buttonStyle = cva(
  'inline-flex items-center justify-center gap-2 rounded-md font-medium transition-colors select-none text-center disabled:opacity-55 disabled:pointer-events-none aria-disabled:opacity-55',
  {
    variants: {
      look: {
        primary: 'bg-accent text-on-accent hover:bg-accent-strong',
        outline: 'border border-line-strong bg-surface text-ink hover:border-accent hover:text-accent',
        quiet: 'text-soft hover:bg-sunk hover:text-ink',
        warm: 'border border-current/25 text-on-warm hover:bg-warm/25',
      },
      size: {
        sm: 'min-h-8 px-2.5 text-xs',
        md: 'min-h-10 px-4 text-sm',
        lg: 'min-h-12 px-6 text-base',
      },
      wide: { true: 'w-full' },
    },
    defaultVariants: { look: 'primary', size: 'md' },
  },
);

type Style = VariantProps<typeof buttonStyle>;

export function Button({ look, size, wide, className, type = 'button', ...rest }: ComponentProps<'button'> & Style) {
  return <button type={type} className={cn(buttonStyle({ look, size, wide }), className)} {...rest} />;
}

/** A link that looks like a button: it goes somewhere, it does nothing. */
export function ButtonLink({ look, size, wide, className, ...rest }: ComponentProps<typeof Link> & Style) {
  return <Link className={cn(buttonStyle({ look, size, wide }), className)} {...rest} />;
}
