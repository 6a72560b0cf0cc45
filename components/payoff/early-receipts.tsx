import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Amount } from '#components/money/amount.tsx';
import { Day } from '#components/time/day.tsx';
import { type ColumnOf, DataTable } from '#components/ui/data-table.tsx';
import { Panel, PanelHead } from '#components/ui/panel.tsx';
import type { EarlyReceiptView } from './views.ts';

/** What has come back ahead of its schedule: what it brought the investor and what it cost him. Nothing until something has. */
export function EarlyReceipts({ receipts }: { receipts: readonly EarlyReceiptView[] }) {
  const t = useTranslations('earlyReceipts');
  if (receipts.length === 0) return null;
  const columns: ColumnOf<EarlyReceiptView>[] = [
    {
      label: t('loan'),
      lead: true,
      cell: (row) => (
        <Link href={`/loans/${row.loanId}`} className="text-accent underline-offset-4 hover:underline">
          {row.title}
        </Link>
      ),
    },
    { label: t('kind'), cell: (row) => t(`kinds.${row.kind}`) },
    { label: t('on'), cell: (row) => <Day value={row.on} /> },
    { label: t('principal'), end: true, cell: (row) => <Amount value={row.principal} /> },
    { label: t('interest'), end: true, cell: (row) => <Amount value={row.interest} /> },
    { label: t('fee'), end: true, cell: (row) => <Amount value={row.fee} /> },
    { label: t('forgone'), end: true, cell: (row) => <Amount value={row.forgone} /> },
  ];
  return (
    <Panel>
      <PanelHead title={t('title')} note={t('note')} />
      <DataTable
        caption={t('title')}
        columns={columns}
        rows={receipts}
        keyOf={(row) => `${row.collectionId} ${row.claimId}`}
      />
    </Panel>
  );
}
