import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Amount } from '#components/money/amount.tsx';
import { Moment } from '#components/time/day.tsx';
import type { ReceiptView } from '#components/trpc/outputs.ts';
import { Badge } from '#components/ui/badge.tsx';
import { type ColumnOf, DataTable } from '#components/ui/data-table.tsx';
import { Panel, PanelHead } from '#components/ui/panel.tsx';
import { type Money, minus, plus, sum } from '#server/primitives/money.ts';

const arrived = (row: ReceiptView): Money =>
  minus(sum([row.principal, row.interest, row.penalty, row.fee]), row.serviceFee);

/** What has come in lately, by its parts, and whether it was paid in the borrower’s place. Nothing before the first. */
export function Receipts({ receipts }: { receipts: readonly ReceiptView[] }) {
  const t = useTranslations('receipts');
  if (receipts.length === 0) return null;
  const figure = (label: string, pick: (row: ReceiptView) => Money): ColumnOf<ReceiptView> => ({
    label,
    end: true,
    cell: (row) => <Amount value={pick(row)} />,
  });
  const columns: ColumnOf<ReceiptView>[] = [
    { label: t('at'), lead: true, cell: (row) => (row.paidAt ? <Moment value={row.paidAt} /> : '—') },
    {
      label: t('loan'),
      cell: (row) => (
        <>
          <Link href={`/loans/${row.loanId}`} className="me-2 text-accent underline-offset-4 hover:underline">
            {row.title}
          </Link>
          {row.kind === 'instalment' ? null : (
            <Badge tone={row.kind === 'compensation' ? 'warm' : 'accent'}>{t(`kind.${row.kind}`)}</Badge>
          )}
          <span className="num block text-2xs text-faint">{t('period', { number: row.instalmentNumber })}</span>
        </>
      ),
    },
    figure(t('principal'), (row) => row.principal),
    figure(t('interest'), (row) => row.interest),
    figure(t('beside'), (row) => plus(row.penalty, row.fee)),
    figure(t('serviceFee'), (row) => row.serviceFee),
    figure(t('arrived'), arrived),
  ];
  return (
    <Panel>
      <PanelHead title={t('title')} />
      <DataTable
        caption={t('title')}
        columns={columns}
        rows={receipts}
        keyOf={(row) => `${row.collectionId}-${row.claimId}-${row.instalmentNumber}`}
      />
    </Panel>
  );
}
