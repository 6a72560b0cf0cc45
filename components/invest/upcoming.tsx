import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Amount } from '#components/money/amount.tsx';
import { StateBadge } from '#components/states/state-badge.tsx';
import { Day } from '#components/time/day.tsx';
import type { UpcomingReceipt } from '#components/trpc/outputs.ts';
import { Empty } from '#components/ui/empty.tsx';
import { Panel, PanelHead } from '#components/ui/panel.tsx';
import { Cell, Column, Row, Table, TableBody, TableFoot, TableHead } from '#components/ui/table.tsx';
import { type Money, minus, plus, sum } from '#server/primitives/money.ts';

const expectedOf = (row: UpcomingReceipt): Money => minus(plus(row.principal, row.interest), row.serviceFee);

/** What should come in during the next weeks, after the service fee. */
export function Upcoming({ receipts }: { receipts: readonly UpcomingReceipt[] }) {
  const t = useTranslations('upcoming');
  return (
    <Panel>
      <PanelHead title={t('title')} note={t('note')} />
      {receipts.length === 0 ? (
        <Empty title={t('none')} />
      ) : (
        <Table caption={t('title')}>
          <TableHead>
            <Column>{t('dueOn')}</Column>
            <Column>{t('loan')}</Column>
            <Column>{t('state')}</Column>
            <Column end>{t('expected')}</Column>
          </TableHead>
          <TableBody>
            {receipts.map((row) => (
              <Row key={`${row.claimId}-${row.instalmentNumber}`}>
                <Cell label={t('dueOn')}>
                  <Day value={row.dueOn} />
                </Cell>
                <Cell label={t('loan')}>
                  <Link href={`/loans/${row.loanId}`} className="text-accent underline-offset-4 hover:underline">
                    {row.title}
                  </Link>
                  <span className="num ms-1.5 text-2xs text-faint">
                    {t('period', { number: row.instalmentNumber })}
                  </span>
                </Cell>
                <Cell label={t('state')}>
                  <StateBadge kind="instalment" state={row.state} />
                </Cell>
                <Cell end label={t('expected')}>
                  <Amount value={expectedOf(row)} />
                </Cell>
              </Row>
            ))}
          </TableBody>
          <TableFoot>
            <Row>
              <Cell lead colSpan={3}>
                {t('sum')}
              </Cell>
              <Cell end label={t('expected')}>
                <Amount value={sum(receipts.map(expectedOf))} />
              </Cell>
            </Row>
          </TableFoot>
        </Table>
      )}
    </Panel>
  );
}
