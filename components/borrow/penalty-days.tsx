import { useTranslations } from 'next-intl';
import { Amount } from '#components/money/amount.tsx';
import { Day } from '#components/time/day.tsx';
import type { OwedView } from '#components/trpc/outputs.ts';
import { DataTable } from '#components/ui/data-table.tsx';

type OwedRow = OwedView['rows'][number];

/** The penalty of an instalment day by day: on what it was charged, and what the whole came to. */
export function PenaltyDays({ row }: { row: OwedRow }) {
  const t = useTranslations('owed');
  if (row.penaltyDays.length === 0) return null;
  return (
    <details className="px-4 pb-3 text-sm sm:px-5">
      <summary className="cursor-pointer py-1 text-accent">{t('penaltyDays', { number: row.number })}</summary>
      <DataTable
        caption={t('penaltyDays', { number: row.number })}
        rows={row.penaltyDays}
        keyOf={({ day }) => day}
        columns={[
          { label: t('day'), lead: true, cell: ({ day }) => <Day value={day} /> },
          { label: t('base'), end: true, cell: ({ base }) => <Amount value={base} /> },
          { label: t('ofDay'), end: true, cell: ({ penalty }) => <Amount value={penalty} /> },
          { label: t('soFar'), end: true, cell: ({ total }) => <Amount value={total} /> },
        ]}
      />
    </details>
  );
}
