import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Amount } from '#components/money/amount.tsx';
import { drillPath } from '#components/reconciliation/paths.ts';
import { StateBadge } from '#components/states/state-badge.tsx';
import type { BreakView, CheckView, ReconciliationView } from '#components/trpc/outputs.ts';
import { DataTable } from '#components/ui/data-table.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Panel, PanelHead } from '#components/ui/panel.tsx';
import type { PlainDate } from '#server/primitives/calendar.ts';

const CAUSES = [
  'answer-lost',
  'notify-lost',
  'answer-contradicts',
  'concluded-as-failed',
  'never-sent',
  'posting-missing',
  'cut-off',
  'file-row-missing',
  'posted-without-effect',
  'posted-twice',
  'row-changed-here',
  'file-row-changed',
  'file-row-repeated',
  'follows-from-lines',
  'balance-changed-here',
  'account-unknown-here',
  'account-unknown-there',
  'entry-removed',
  'entry-added',
  'entry-changed',
  'follows-from-entries',
  'follows-from-freezes',
  'carried-over',
  'bank-own-booking',
  'bank-own-freeze',
  'bank-released',
  'state-changed-here',
  'channel-lacks-it',
  'reversal-unheard',
  'bank-files-disagree',
  'past-day-changed',
  'claim-changed-here',
  'instalment-changed-here',
  'receipt-changed-here',
] as const;

function Breaks({ breaks }: { breaks: readonly BreakView[] }) {
  const t = useTranslations('reconciliation');
  const causeOf = (cause: string): string => t(`cause.${CAUSES.find((known) => known === cause) ?? 'unexplained'}`);
  const title = t('breaks', { count: breaks.length });
  const code = 'font-mono text-2xs';
  return (
    <Panel>
      <PanelHead title={title} />
      <DataTable
        caption={title}
        rows={breaks}
        keyOf={(found) => found.id}
        columns={[
          {
            label: t('object'),
            lead: true,
            className: code,
            cell: (found) => (
              <Link href={`/admin/breaks/${found.id}`} className="text-accent underline-offset-4 hover:underline">
                {found.object}
              </Link>
            ),
          },
          { label: t('kindOf'), cell: (found) => t(`kind.${found.kind}`) },
          { label: t('ours'), className: code, cell: (found) => found.ours ?? '—' },
          { label: t('theirs'), className: code, cell: (found) => found.theirs ?? '—' },
          { label: t('probable'), cell: (found) => causeOf(found.cause) },
        ]}
      />
    </Panel>
  );
}

function Checks({ date, checks }: { date: PlainDate; checks: readonly CheckView[] }) {
  const t = useTranslations('reconciliation');
  return (
    <Panel>
      <PanelHead title={t('checks')} />
      <DataTable
        caption={t('checks')}
        rows={checks}
        keyOf={(check) => check.check}
        columns={[
          {
            label: t('check'),
            lead: true,
            cell: ({ check, state }) => (
              <Link
                href={drillPath({ date, check, differing: state === 'red' })}
                className="text-accent underline-offset-4 hover:underline"
              >
                {t(`name.${check}`)}
              </Link>
            ),
          },
          { label: t('result'), cell: (check) => <StateBadge kind="check" state={check.state} /> },
          { label: t('compared'), end: true, cell: (check) => check.compared },
          { label: t('left'), end: true, cell: (check) => <Amount value={check.left} /> },
          { label: t('right'), end: true, cell: (check) => <Amount value={check.right} /> },
          { label: t('difference'), end: true, cell: (check) => <Amount value={check.difference} /> },
        ]}
      />
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
      <Checks date={result.date} checks={result.checks} />
      {result.breaks.length > 0 ? <Breaks breaks={result.breaks} /> : null}
    </div>
  );
}
