import { useTranslations } from 'next-intl';
import { StateBadge } from '#components/states/state-badge.tsx';
import type { PaymentView } from '#components/trpc/outputs.ts';

/** The bank's refusals that have a sentence of their own; any other is shown with its code. */
const SENTENCES = ['100014', '100011', '100015', 'DISTRIBUTION_REFUSED'] as const;

/** How a try to collect ended, and why when it failed. */
export function TryOutcome({ of }: { of: { state: PaymentView['state']; failure: string | null } }) {
  const t = useTranslations('payments');
  const known = SENTENCES.find((code) => code === of.failure);
  return (
    <>
      <StateBadge kind="collection" state={of.state} />
      {of.failure ? (
        <span className="block text-2xs text-risk">
          {known ? t(`failure.${known}`) : t('failure.other', { code: of.failure })}
        </span>
      ) : null}
    </>
  );
}
