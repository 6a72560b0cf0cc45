import { useTranslations } from 'next-intl';
import { StateBadge } from '#components/states/state-badge.tsx';
import { Day, Moment } from '#components/time/day.tsx';
import type { BreakPageView } from '#components/trpc/outputs.ts';

/** What kind of break it is, of which check and day, and how far it has come. */
export function BreakHead({ found }: { found: BreakPageView['found'] }) {
  const t = useTranslations('breaks');
  const words = useTranslations('reconciliation');
  return (
    <div className="mt-3 mb-6 space-y-2">
      <div className="flex flex-wrap items-center gap-3">
        <h1 className="text-2xl sm:text-3xl">{words(`kind.${found.kind}`)}</h1>
        <StateBadge kind="break" state={found.state} />
      </div>
      <p className="text-sm text-faint">
        {words(`name.${found.check}`)} · <Day value={found.businessDate} weekday /> · {t('foundAt')}{' '}
        <Moment value={found.foundAt} />
      </p>
    </div>
  );
}
