import { useTranslations } from 'next-intl';
import { Amount } from '#components/money/amount.tsx';
import { StateBadge } from '#components/states/state-badge.tsx';
import type { ReconciliationView } from '#components/trpc/outputs.ts';
import { Notice } from '#components/ui/notice.tsx';
import { Panel, PanelHead } from '#components/ui/panel.tsx';
import { Cell, Column, Row, Table, TableBody, TableHead } from '#components/ui/table.tsx';

const CAUSES = [
  'answer-lost',
  'concluded-as-failed',
  'never-sent',
  'posting-missing',
  'cut-off',
  'file-row-missing',
  'posted-without-effect',
  'row-changed-here',
  'file-row-changed',
  'file-row-repeated',
  'follows-from-lines',
  'balance-changed-here',
  'account-unknown-here',
  'account-unknown-there',
] as const;

function Breaks({ breaks }: { breaks: ReconciliationView['breaks'] }) {
  const t = useTranslations('reconciliation');
  const causeOf = (cause: string): string => t(`cause.${CAUSES.find((known) => known === cause) ?? 'unexplained'}`);
  return (
    <Panel>
      <PanelHead title={t('breaks', { count: breaks.length })} />
      <Table caption={t('breaks', { count: breaks.length })}>
        <TableHead>
          <Column>{t('object')}</Column>
          <Column>{t('kindOf')}</Column>
          <Column>{t('ours')}</Column>
          <Column>{t('theirs')}</Column>
          <Column>{t('probable')}</Column>
        </TableHead>
        <TableBody>
          {breaks.map((found) => (
            <Row key={found.id}>
              <Cell lead className="font-mono text-2xs">
                {found.object}
              </Cell>
              <Cell label={t('kindOf')}>{t(`kind.${found.kind}`)}</Cell>
              <Cell label={t('ours')} className="font-mono text-2xs">
                {found.ours ?? '—'}
              </Cell>
              <Cell label={t('theirs')} className="font-mono text-2xs">
                {found.theirs ?? '—'}
              </Cell>
              <Cell label={t('probable')}>{causeOf(found.cause)}</Cell>
            </Row>
          ))}
        </TableBody>
      </Table>
    </Panel>
  );
}

/** A day's checks against the bank, and what they found. */
export function Reconciliation({ result }: { result: ReconciliationView }) {
  const t = useTranslations('reconciliation');
  const good = result.state === 'green' || result.state === 'signed';
  return (
    <div className="space-y-6">
      <Notice kind={good ? 'good' : result.state === 'red' ? 'risk' : 'wait'} title={t(`title.${result.state}`)}>
        {t(`text.${result.state}`)}
      </Notice>
      <Panel>
        <PanelHead title={t('checks')} />
        <Table caption={t('checks')}>
          <TableHead>
            <Column>{t('check')}</Column>
            <Column>{t('result')}</Column>
            <Column end>{t('compared')}</Column>
            <Column end>{t('left')}</Column>
            <Column end>{t('right')}</Column>
            <Column end>{t('difference')}</Column>
          </TableHead>
          <TableBody>
            {result.checks.map((check) => (
              <Row key={check.check}>
                <Cell lead>{t(`name.${check.check}`)}</Cell>
                <Cell label={t('result')}>
                  <StateBadge kind="check" state={check.state} />
                </Cell>
                <Cell end label={t('compared')}>
                  {check.compared}
                </Cell>
                <Cell end label={t('left')}>
                  <Amount value={check.left} />
                </Cell>
                <Cell end label={t('right')}>
                  <Amount value={check.right} />
                </Cell>
                <Cell end label={t('difference')} className={check.difference === 0n ? undefined : 'text-risk'}>
                  <Amount value={check.difference} />
                </Cell>
              </Row>
            ))}
          </TableBody>
        </Table>
      </Panel>
      {result.breaks.length > 0 ? <Breaks breaks={result.breaks} /> : null}
    </div>
  );
}
