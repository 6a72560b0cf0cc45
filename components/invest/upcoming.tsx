import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Amount } from '#components/money/amount.tsx';
import { StateBadge } from '#components/states/state-badge.tsx';
import { Day } from '#components/time/day.tsx';
import type { UpcomingReceipt } from '#components/trpc/outputs.ts';
import { type ColumnOf, DataTable } from '#components/ui/data-table.tsx';
import { Empty } from '#components/ui/empty.tsx';
import { Panel, PanelHead } from '#components/ui/panel.tsx';
import { type Money, minus, sum } from '#server/primitives/money.ts';

const expectedOf = (row: UpcomingReceipt): Money =>
  minus(sum([row.principal, row.interest, row.penalty]), row.serviceFee);

/** What should come in during the next weeks, after the service fee. */
export function Upcoming({ receipts }: { receipts: readonly UpcomingReceipt[] }) {
  const t = useTranslations('upcoming');
  const penalty: ColumnOf<UpcomingReceipt> = {
    label: t('penalty'),
    end: true,
    cell: (row) => <Amount value={row.penalty} />,
    foot: <Amount value={sum(receipts.map((row) => row.penalty))} />,
  };
  const columns: ColumnOf<UpcomingReceipt>[] = [
    { label: t('dueOn'), cell: (row) => <Day value={row.dueOn} />, foot: t('sum') },
    {
      label: t('loan'),
      cell: (row) => (
        <>
          <Link href={`/loans/${row.loanId}`} className="text-accent underline-offset-4 hover:underline">
            {row.title}
          </Link>
          <span className="num block text-2xs text-faint">{t('period', { number: row.instalmentNumber })}</span>
        </>
      ),
    },
    { label: t('state'), cell: (row) => <StateBadge kind="instalment" state={row.state} /> },
    ...(receipts.some(({ penalty }) => penalty > 0n) ? [penalty] : []),
    {
      label: t('expected'),
      end: true,
      cell: (row) => <Amount value={expectedOf(row)} />,
      foot: <Amount value={sum(receipts.map(expectedOf))} />,
    },
  ];
  return (
    <Panel>
      <PanelHead title={t('title')} note={t('note')} />
      {receipts.length === 0 ? (
        <Empty title={t('none')} />
      ) : (
        <DataTable
          caption={t('title')}
          columns={columns}
          rows={receipts}
          keyOf={(row) => `${row.claimId}-${row.instalmentNumber}`}
        />
      )}
    </Panel>
  );
}
