import { useTranslations } from 'next-intl';
import { Amount } from '#components/money/amount.tsx';
import { StateBadge } from '#components/states/state-badge.tsx';
import { Day, Moment } from '#components/time/day.tsx';
import type { InstalmentView } from '#components/trpc/outputs.ts';
import { Empty } from '#components/ui/empty.tsx';
import { Panel, PanelHead } from '#components/ui/panel.tsx';
import { Cell, Column, Row, Table, TableBody, TableFoot, TableHead } from '#components/ui/table.tsx';
import { plus, sum } from '#server/primitives/money.ts';

/** The plan as it stands in the books, with what has become of each instalment. */
export function Instalments({ rows }: { rows: readonly InstalmentView[] }) {
  const t = useTranslations('schedule');
  const s = useTranslations('instalments');
  return (
    <Panel>
      <PanelHead title={s('title')} />
      {rows.length === 0 ? (
        <Empty title={s('none')}>{s('noneNote')}</Empty>
      ) : (
        <Table caption={s('title')}>
          <TableHead>
            <Column>{t('period')}</Column>
            <Column>{t('dueOn')}</Column>
            <Column>{s('state')}</Column>
            <Column>{s('paidAt')}</Column>
            <Column end>{t('principal')}</Column>
            <Column end>{t('interest')}</Column>
            <Column end>{t('total')}</Column>
          </TableHead>
          <TableBody>
            {rows.map((row) => (
              <Row key={row.number}>
                <Cell label={t('period')} className="num text-faint">
                  {row.number}
                </Cell>
                <Cell label={t('dueOn')}>
                  <Day value={row.dueOn} />
                </Cell>
                <Cell label={s('state')}>
                  <StateBadge kind="instalment" state={row.state} />
                </Cell>
                <Cell label={s('paidAt')}>{row.paidAt ? <Moment value={row.paidAt} /> : '—'}</Cell>
                <Cell end label={t('principal')}>
                  <Amount value={row.principal} />
                </Cell>
                <Cell end label={t('interest')}>
                  <Amount value={row.interest} />
                </Cell>
                <Cell end label={t('total')} className="font-medium">
                  <Amount value={plus(row.principal, row.interest)} />
                </Cell>
              </Row>
            ))}
          </TableBody>
          <TableFoot>
            <Row>
              <Cell lead colSpan={4}>
                {t('sum')}
              </Cell>
              <Cell end label={t('principal')}>
                <Amount value={sum(rows.map((row) => row.principal))} />
              </Cell>
              <Cell end label={t('interest')}>
                <Amount value={sum(rows.map((row) => row.interest))} />
              </Cell>
              <Cell end label={t('total')}>
                <Amount value={sum(rows.map((row) => plus(row.principal, row.interest)))} />
              </Cell>
            </Row>
          </TableFoot>
        </Table>
      )}
    </Panel>
  );
}
