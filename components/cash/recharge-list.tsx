import { useTranslations } from 'next-intl';
import { Amount } from '#components/money/amount.tsx';
import { StateBadge } from '#components/states/state-badge.tsx';
import { Moment } from '#components/time/day.tsx';
import type { RechargeView } from '#components/trpc/outputs.ts';
import { Badge } from '#components/ui/badge.tsx';
import { DataTable } from '#components/ui/data-table.tsx';
import { Panel, PanelHead } from '#components/ui/panel.tsx';
import { fromDecimalText } from '#server/primitives/money.ts';

/** What was paid in, or tried to be. */
export function RechargeList({ recharges }: { recharges: readonly RechargeView[] }) {
  const t = useTranslations('recharge');
  if (recharges.length === 0) return null;
  return (
    <Panel>
      <PanelHead title={t('list')} />
      <DataTable
        caption={t('list')}
        rows={recharges}
        keyOf={(recharge) => recharge.instructionId}
        columns={[
          { label: t('when'), cell: (recharge) => <Moment value={recharge.transactionAt ?? recharge.createdAt} /> },
          { label: t('serial'), className: 'font-mono text-2xs text-faint', cell: (recharge) => recharge.requestNo },
          {
            label: t('state'),
            cell: ({ state, reversedAt }) =>
              reversedAt ? <Badge tone="risk">{t('reversed')}</Badge> : <StateBadge kind="instruction" state={state} />,
          },
          {
            label: t('amountUnit'),
            end: true,
            cell: (recharge) => <Amount value={fromDecimalText(String(recharge.subject.amount ?? '0'))} />,
          },
        ]}
      />
    </Panel>
  );
}
