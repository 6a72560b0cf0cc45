import { useTranslations } from 'next-intl';
import { Moment } from '#components/time/day.tsx';
import type { LoanView } from '#components/trpc/outputs.ts';
import { cn } from '#components/ui/cn.ts';
import { Panel, PanelBody, PanelHead } from '#components/ui/panel.tsx';

const STEPS = ['openedAt', 'fullAt', 'settledAt', 'repaidAt'] as const;
export type Milestones = Pick<LoanView, (typeof STEPS)[number]>;

/** What has happened to the loan, with its moments, and what is still to come. */
export function LoanTimeline({ loan }: { loan: Milestones }) {
  const t = useTranslations('loan.timeline');
  const title = useTranslations('loan')('history');
  return (
    <Panel>
      <PanelHead title={title} />
      <PanelBody>
        <ol className="ms-1.5 border-s border-line">
          {STEPS.map((step) => {
            const at = loan[step];
            return (
              <li key={step} className="relative ps-5 pb-4 last:pb-0">
                <span
                  aria-hidden
                  className={cn(
                    'absolute -start-[5px] top-1.5 size-2.5 rounded-full border border-line-strong bg-surface',
                    at && 'border-good bg-good',
                  )}
                />
                <p className={cn('text-sm', !at && 'text-faint')}>{t(step)}</p>
                <p className="text-xs text-faint">{at ? <Moment value={at} /> : t('toCome')}</p>
              </li>
            );
          })}
        </ol>
      </PanelBody>
    </Panel>
  );
}
