import { useTranslations } from 'next-intl';
import { Amount } from '#components/money/amount.tsx';
import { Day } from '#components/time/day.tsx';
import { Cell, Column, Row, Table, TableBody, TableFoot, TableHead } from '#components/ui/table.tsx';
import type { PlainDate } from '#server/primitives/calendar.ts';
import { type Money, sum } from '#server/primitives/money.ts';

export type ScheduleLine = {
  period: number;
  dueOn: PlainDate;
  principal: Money;
  interest: Money;
  instalment: Money;
  balance?: Money;
};

/** A repayment plan, period by period, with its sums. */
export function ScheduleTable({ rows, caption }: { rows: readonly ScheduleLine[]; caption: string }) {
  const t = useTranslations('schedule');
  const withBalance = rows.some((row) => row.balance !== undefined);
  return (
    <Table caption={caption}>
      <TableHead>
        <Column>{t('period')}</Column>
        <Column>{t('dueOn')}</Column>
        <Column end>{t('principal')}</Column>
        <Column end>{t('interest')}</Column>
        <Column end>{t('total')}</Column>
        {withBalance ? <Column end>{t('balance')}</Column> : null}
      </TableHead>
      <TableBody>
        {rows.map((row) => (
          <Row key={row.period}>
            <Cell label={t('period')} className="num text-faint">
              {row.period}
            </Cell>
            <Cell label={t('dueOn')}>
              <Day value={row.dueOn} />
            </Cell>
            <Cell end label={t('principal')}>
              <Amount value={row.principal} />
            </Cell>
            <Cell end label={t('interest')}>
              <Amount value={row.interest} />
            </Cell>
            <Cell end label={t('total')} className="font-medium">
              <Amount value={row.instalment} />
            </Cell>
            {row.balance !== undefined ? (
              <Cell end label={t('balance')} className="text-faint">
                <Amount value={row.balance} />
              </Cell>
            ) : null}
          </Row>
        ))}
      </TableBody>
      <TableFoot>
        <Row>
          <Cell colSpan={2} lead>
            {t('sum')}
          </Cell>
          <Cell end label={t('principal')}>
            <Amount value={sum(rows.map((row) => row.principal))} />
          </Cell>
          <Cell end label={t('interest')}>
            <Amount value={sum(rows.map((row) => row.interest))} />
          </Cell>
          <Cell end label={t('total')}>
            <Amount value={sum(rows.map((row) => row.instalment))} />
          </Cell>
          {withBalance ? <Cell /> : null}
        </Row>
      </TableFoot>
    </Table>
  );
}
