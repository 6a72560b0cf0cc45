import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Amount } from '#components/money/amount.tsx';
import type { LineGroupView, LinePairView } from '#components/trpc/outputs.ts';
import { DataTable } from '#components/ui/data-table.tsx';
import { useClassName } from './class-name.tsx';
import { Difference } from './difference.tsx';
import { type DrillPlace, drillPath, linePath } from './paths.ts';

const LINK = 'text-accent underline-offset-4 hover:underline';

/** Lines of both sides by kind of business, or by account within one. */
export function LineGroups({ place, rows }: { place: DrillPlace; rows: readonly LineGroupView[] }) {
  const t = useTranslations('drill');
  const className = useClassName();
  const byAccount = place.name !== undefined;
  const label = byAccount ? t('account') : t('kind');
  return (
    <DataTable
      caption={label}
      rows={rows}
      keyOf={(row) => row.name}
      columns={[
        {
          label,
          lead: true,
          cell: ({ name }) => (
            <Link
              href={drillPath({ ...place, after: undefined, ...(byAccount ? { account: name } : { name }) })}
              className={LINK}
            >
              {byAccount ? name || t('nobody') : className(name)}
            </Link>
          ),
        },
        { label: t('lines'), end: true, cell: (row) => t('ofBoth', { ours: row.leftCount, theirs: row.rightCount }) },
        { label: t('ours'), end: true, cell: (row) => <Amount value={row.left} /> },
        { label: t('theirs'), end: true, cell: (row) => <Amount value={row.right} /> },
        {
          label: t('difference'),
          end: true,
          cell: (row) => <Difference value={row.difference} />,
        },
      ]}
    />
  );
}

/** Line beside line: ours and the bank's with the same key. */
export function LinePairs({ place, rows }: { place: DrillPlace; rows: readonly LinePairView[] }) {
  const t = useTranslations('drill');
  return (
    <DataTable
      caption={t('lines')}
      rows={rows}
      keyOf={(row) => row.key}
      columns={[
        {
          label: t('line'),
          lead: true,
          className: 'font-mono text-2xs break-all',
          cell: (row) => (
            <Link href={linePath(place, row)} className={LINK}>
              {row.key}
            </Link>
          ),
        },
        { label: t('payer'), className: 'font-mono text-2xs break-all', cell: (row) => row.source ?? t('outside') },
        { label: t('payee'), className: 'font-mono text-2xs break-all', cell: (row) => row.target ?? t('outside') },
        { label: t('ours'), end: true, cell: (row) => (row.left === null ? '—' : <Amount value={row.left} />) },
        { label: t('theirs'), end: true, cell: (row) => (row.right === null ? '—' : <Amount value={row.right} />) },
        {
          label: t('difference'),
          end: true,
          cell: (row) => <Difference value={row.difference} />,
        },
      ]}
    />
  );
}
