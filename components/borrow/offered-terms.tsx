import { useTranslations } from 'next-intl';
import { Term } from '#components/loan/terms.tsx';
import { Amount } from '#components/money/amount.tsx';
import { Rate } from '#components/money/rate.tsx';
import type { BorrowedLoan } from '#components/trpc/outputs.ts';
import { type ColumnOf, DataTable } from '#components/ui/data-table.tsx';

/** What was asked for and what is offered, side by side; what differs is said in a word too. */
export function OfferedTerms({ loan }: { loan: BorrowedLoan }) {
  const t = useTranslations('offer');
  const rows = [
    {
      key: 'amount' as const,
      asked: <Amount value={loan.requestedAmount ?? loan.amount} symbol />,
      offered: <Amount value={loan.amount} symbol />,
      changed: loan.requestedAmount !== null,
    },
    {
      key: 'term' as const,
      asked: <Term term={loan.requestedTerm ?? loan.term} unit={loan.termUnit} />,
      offered: <Term term={loan.term} unit={loan.termUnit} />,
      changed: loan.requestedTerm !== null,
    },
    {
      key: 'rate' as const,
      asked: <Rate value={loan.requestedRatePpm ?? loan.ratePpm} />,
      offered: <Rate value={loan.ratePpm} />,
      changed: loan.requestedRatePpm !== null,
    },
  ];
  type Line = (typeof rows)[number];
  const columns: ColumnOf<Line>[] = [
    { label: t('terms'), lead: true, cell: ({ key }) => t(key) },
    { label: t('asked'), end: true, cell: ({ asked }) => asked },
    {
      label: t('offered'),
      end: true,
      cell: ({ offered, changed }) => (
        <span className={changed ? 'font-semibold' : undefined}>
          {offered}
          {changed ? <span className="ms-1.5 text-2xs font-normal text-on-warm">{t('changed')}</span> : null}
        </span>
      ),
    },
  ];
  return <DataTable caption={t('terms')} columns={columns} rows={rows} keyOf={({ key }) => key} />;
}
