import { cva, type VariantProps } from 'class-variance-authority';
import type { ReactNode } from 'react';

const badgeStyle = cva(
  'inline-flex items-center gap-1 rounded-sm px-1.5 py-px text-2xs font-medium whitespace-nowrap [&_svg]:size-3',
  {
    variants: {
      tone: {
        plain: 'bg-sunk text-soft',
        accent: 'bg-accent-wash text-accent',
        good: 'bg-good-wash text-good',
        risk: 'bg-risk-wash text-risk',
        warm: 'bg-warm-wash text-on-warm',
      },
    },
    defaultVariants: { tone: 'plain' },
  },
);

export type Tone = NonNullable<VariantProps<typeof badgeStyle>['tone']>;

export const Badge = ({ tone, children }: { tone?: Tone; children: ReactNode }) => (
  <span className={badgeStyle({ tone })}>{children}</span>
);
