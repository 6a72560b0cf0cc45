import { useTranslations } from 'next-intl';
import { Amount } from '#components/money/amount.tsx';
import { StateBadge } from '#components/states/state-badge.tsx';
import { Moment } from '#components/time/day.tsx';
import type { ProgressView } from '#components/trpc/outputs.ts';
import { Panel, PanelHead } from '#components/ui/panel.tsx';
import { Cell, Column, Row, Table, TableBody, TableHead } from '#components/ui/table.tsx';
import { fromDecimalText } from '#server/primitives/money.ts';

/** What was paid in, or tried to be. */
export function RechargeList({ recharges }: { recharges: readonly ProgressView[] }) {
  const t = useTranslations('recharge');
  if (recharges.length === 0) return null;
  return (
    <Panel>
      <PanelHead title={t('list')} />
      <Table caption={t('list')}>
        <TableHead>
          <Column>{t('when')}</Column>
          <Column>{t('serial')}</Column>
          <Column>{t('state')}</Column>
          <Column end>{t('amountUnit')}</Column>
        </TableHead>
        <TableBody>
          {recharges.map((recharge) => (
            <Row key={recharge.instructionId}>
              <Cell label={t('when')}>
                <Moment value={recharge.transactionAt ?? recharge.createdAt} />
              </Cell>
              <Cell label={t('serial')} className="font-mono text-2xs text-faint">
                {recharge.requestNo}
              </Cell>
              <Cell label={t('state')}>
                <StateBadge kind="instruction" state={recharge.state} />
              </Cell>
              <Cell end label={t('amountUnit')}>
                <Amount value={fromDecimalText(String(recharge.subject.amount ?? '0'))} />
              </Cell>
            </Row>
          ))}
        </TableBody>
      </Table>
    </Panel>
  );
}
