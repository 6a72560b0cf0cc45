import { useTranslations } from 'next-intl';
import { Amount } from '#components/money/amount.tsx';
import { StateBadge } from '#components/states/state-badge.tsx';
import type { AccountView, GuaranteeView } from '#components/trpc/outputs.ts';
import { Figure } from '#components/ui/figure.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { ZERO } from '#server/primitives/money.ts';

/** What there is to pay with, what may have to be paid, and up to what the platform takes it. */
export function Standing({ account, standing }: { account: AccountView | null; standing: GuaranteeView | null }) {
  const t = useTranslations('guarantee');
  return (
    <Panel className="p-4 sm:p-5">
      <dl className="grid grid-cols-2 gap-x-6 gap-y-5 lg:grid-cols-4">
        <Figure label={t('available')} size="lg">
          <Amount value={account?.spendable ?? ZERO} symbol />
        </Figure>
        <Figure label={t('exposure')} size="lg" note={t('exposureNote')}>
          <Amount value={standing?.exposure ?? ZERO} symbol />
        </Figure>
        <Figure label={t('limit')} size="lg">
          {standing ? <Amount value={standing.exposureLimit} symbol /> : '—'}
        </Figure>
        <Figure label={t('standing')}>
          {standing ? <StateBadge kind="guarantor" state={standing.state} /> : t('notProposed')}
        </Figure>
      </dl>
    </Panel>
  );
}
