import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Amount } from '#components/money/amount.tsx';
import { Moment } from '#components/time/day.tsx';
import type { AccountGroupView, AccountLineView } from '#components/trpc/outputs.ts';
import { DataTable } from '#components/ui/data-table.tsx';
import { useClassName } from './class-name.tsx';
import { Difference } from './difference.tsx';
import { breaksPath, type DrillPlace, drillPath, linePath } from './paths.ts';

const LINK = 'text-accent underline-offset-4 hover:underline';

/** What is about no account of ours is looked at break by break. */
function below(place: DrillPlace, name: string): string {
  if (place.name !== undefined) return drillPath({ ...place, after: undefined, account: name });
  if (name === 'none') return breaksPath(place.date, place.check);
  return drillPath({ ...place, after: undefined, name });
}

/** Accounts by their kind, or one by one: how the day began for them, what came and went, how it ended. */
export function AccountGroups({ place, rows }: { place: DrillPlace; rows: readonly AccountGroupView[] }) {
  const t = useTranslations('drill');
  const className = useClassName();
  const oneByOne = place.name !== undefined;
  const label = oneByOne ? t('account') : t('accountKind');
  return (
    <DataTable
      caption={label}
      rows={rows}
      keyOf={(row) => row.name}
      columns={[
        {
          label,
          lead: true,
          cell: ({ name, count }) => (
            <>
              <Link href={below(place, name)} className={LINK}>
                {oneByOne ? name : className(name)}
              </Link>
              {oneByOne ? null : (
                <span className="ms-2 text-2xs font-normal text-faint">{t('accounts', { count })}</span>
              )}
            </>
          ),
        },
        { label: t('opening'), end: true, cell: (row) => <Amount value={row.opening} /> },
        { label: t('came'), end: true, cell: (row) => <Amount value={row.came} /> },
        { label: t('went'), end: true, cell: (row) => <Amount value={row.went} /> },
        { label: t('closing'), end: true, cell: (row) => <Amount value={row.closing} /> },
        ...(oneByOne
          ? [
              {
                label: t('theirClosing'),
                end: true,
                cell: (row: AccountGroupView) => (row.theirs === null ? '—' : <Amount value={row.theirs} />),
              },
            ]
          : []),
        {
          label: t('difference'),
          end: true,
          cell: (row) => <Difference value={row.difference} differs={row.breaks !== 0} />,
        },
      ]}
    />
  );
}

/** What was entered for one account, in the order in which its balances follow each other. */
export function AccountLines({ place, rows }: { place: DrillPlace; rows: readonly AccountLineView[] }) {
  const t = useTranslations('drill');
  const kind = useTranslations('statement.kind');
  const bucket = useTranslations('statement.bucket');
  return (
    <DataTable
      caption={t('lines')}
      rows={rows}
      keyOf={(row) => row.sequence.toString()}
      columns={[
        {
          label: t('line'),
          lead: true,
          cell: (row) => (
            <Link href={linePath(place, row)} className={LINK}>
              {row.sequence.toString()} · {row.kind ? kind(row.kind) : t('noPosting')}
            </Link>
          ),
        },
        { label: t('when'), cell: (row) => <Moment value={row.occurredAt} seconds /> },
        { label: t('bucket'), cell: (row) => bucket(row.bucket) },
        { label: t('amount'), end: true, cell: (row) => <Amount value={row.amount} signed /> },
        { label: t('balanceAfter'), end: true, cell: (row) => <Amount value={row.balanceAfter} /> },
      ]}
    />
  );
}
