import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Amount } from '#components/money/amount.tsx';
import { StateBadge } from '#components/states/state-badge.tsx';
import { Day, Moment } from '#components/time/day.tsx';
import type { PayoutDayView } from '#components/trpc/outputs.ts';
import { Badge } from '#components/ui/badge.tsx';
import { type ColumnOf, DataTable } from '#components/ui/data-table.tsx';
import { sum } from '#server/primitives/money.ts';
import { AskRelease, DecideRelease } from './day-release.tsx';

type Props = { days: readonly PayoutDayView[]; roles: readonly string[] };

/** What has been asked and said about a red day, and what the reader may do about it. */
function Release({ day, roles }: { day: PayoutDayView; roles: readonly string[] }) {
  const t = useTranslations('payouts');
  const { release } = day;
  if (day.state !== 'red') return t(day.state === null ? 'notYet' : 'leaves');
  if (!release || release.state === 'refused')
    return roles.includes('finance') ? <AskRelease date={day.date} /> : t('holds');
  const mayDecide = roles.includes('finance') || roles.includes('administrator');
  return (
    <div className="space-y-2">
      <p>
        {t('askedBy', { name: release.makerName ?? '—', reason: release.reason })} <Moment value={release.madeAt} />
      </p>
      {release.state === 'released' ? (
        <Badge tone="good">{t('releasedBy', { name: release.checkerName ?? '—' })}</Badge>
      ) : mayDecide ? (
        <DecideRelease releaseId={release.releaseId} />
      ) : (
        t('waitsForSecond')
      )}
    </div>
  );
}

/** Days that hold withdrawals, each with what it came to. */
export function PayoutDays({ days, roles }: Props) {
  const t = useTranslations('payouts');
  const columns: ColumnOf<PayoutDayView>[] = [
    {
      label: t('day'),
      lead: true,
      cell: (day) => (
        <Link href={`/admin/day-end/${day.date}`} className="text-accent underline-offset-2 hover:underline">
          <Day value={day.date} />
        </Link>
      ),
      foot: t('sum'),
    },
    {
      label: t('dayState'),
      cell: (day) =>
        day.state ? <StateBadge kind="reconciliation" state={day.state} /> : <Badge>{t('notChecked')}</Badge>,
    },
    { label: t('count'), end: true, cell: (day) => day.held },
    {
      label: t('amount'),
      end: true,
      cell: (day) => <Amount value={day.amount} />,
      foot: <Amount value={sum(days.map((day) => day.amount))} />,
    },
    { label: t('release'), className: 'max-w-80 text-xs', cell: (day) => <Release day={day} roles={roles} /> },
  ];
  return <DataTable caption={t('days')} rows={days} columns={columns} keyOf={(day) => day.date} />;
}
