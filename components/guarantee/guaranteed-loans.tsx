import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Amount } from '#components/money/amount.tsx';
import { StateBadge } from '#components/states/state-badge.tsx';
import type { GuaranteedLoan } from '#components/trpc/outputs.ts';
import { type ColumnOf, DataTable } from '#components/ui/data-table.tsx';
import { Empty } from '#components/ui/empty.tsx';
import { Panel, PanelHead } from '#components/ui/panel.tsx';
import { sum } from '#server/primitives/money.ts';

const BEFORE_LISTING: ReadonlySet<string> = new Set([
  'draft',
  'submitted',
  'reviewing',
  'returned',
  'rejected',
  'offered',
  'approved',
  'declined',
  'withdrawn',
  'registering',
]);

/** The loans somebody stands for: what may still have to be paid, what has been, and what has come back of it. */
export function GuaranteedLoans({ loans }: { loans: readonly GuaranteedLoan[] }) {
  const t = useTranslations('guarantee');
  const columns: ColumnOf<GuaranteedLoan>[] = [
    {
      label: t('loan'),
      lead: true,
      cell: (loan) => (
        <>
          {BEFORE_LISTING.has(loan.state) ? (
            loan.title
          ) : (
            <Link href={`/loans/${loan.loanId}`} className="text-accent underline-offset-4 hover:underline">
              {loan.title}
            </Link>
          )}
          <span className="num block text-2xs font-normal text-faint">{loan.number}</span>
        </>
      ),
      foot: t('total'),
    },
    { label: t('state'), cell: (loan) => <StateBadge kind="loan" state={loan.state} /> },
    { label: t('amount'), end: true, cell: (loan) => <Amount value={loan.amount} /> },
    {
      label: t('open'),
      end: true,
      cell: (loan) => <Amount value={loan.open} />,
      foot: <Amount value={sum(loans.map((loan) => loan.open))} />,
    },
    {
      label: t('paid'),
      end: true,
      cell: (loan) => <Amount value={loan.paid} />,
      foot: <Amount value={sum(loans.map((loan) => loan.paid))} />,
    },
    {
      label: t('recovered'),
      end: true,
      cell: (loan) => <Amount value={loan.recovered} />,
      foot: <Amount value={sum(loans.map((loan) => loan.recovered))} />,
    },
  ];
  return (
    <Panel>
      <PanelHead title={t('loans')} note={t('loansNote')} />
      {loans.length === 0 ? (
        <Empty title={t('none')} />
      ) : (
        <DataTable caption={t('loans')} columns={columns} rows={loans} keyOf={(loan) => loan.loanId} />
      )}
    </Panel>
  );
}
