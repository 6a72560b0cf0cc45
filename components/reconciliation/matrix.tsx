import { FileCheck2 } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { StateBadge } from '#components/states/state-badge.tsx';
import { Day } from '#components/time/day.tsx';
import type { MatrixDayView, MatrixView } from '#components/trpc/outputs.ts';
import { type ColumnOf, DataTable } from '#components/ui/data-table.tsx';
import { Empty } from '#components/ui/empty.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { ArrowKeys } from './arrow-keys.tsx';
import { CheckStateBadge } from './check-state.tsx';
import { certificatePath, drillPath } from './paths.ts';

const LINK = 'text-accent underline-offset-4 hover:underline';

function CertificateMark({ day }: { day: MatrixDayView }) {
  const t = useTranslations('matrix');
  if (!day.certificate) return <span className="text-faint">{t('uncertified')}</span>;
  return (
    <Link href={certificatePath(day.date)} className={`inline-flex items-center gap-1 ${LINK}`}>
      <FileCheck2 aria-hidden className="size-3.5" />
      <span className="sr-only">{t('certificate')} </span>
      <code className="font-mono text-2xs">{day.certificate.hash.slice(0, 8)}</code>
    </Link>
  );
}

function useColumns(checks: MatrixView['checks']): ColumnOf<MatrixDayView>[] {
  const t = useTranslations('matrix');
  const name = useTranslations('reconciliation.name');
  return [
    {
      label: t('date'),
      lead: true,
      cell: (day) => (
        <Link href={`/admin/day-end/${day.date}`} className={LINK}>
          <Day value={day.date} weekday />
        </Link>
      ),
    },
    ...checks.map(
      (check, index): ColumnOf<MatrixDayView> => ({
        label: name(check),
        cell: ({ date, cells }) => {
          const cell = cells[index];
          if (!cell?.state) return <CheckStateBadge state={null} />;
          return (
            <Link
              href={drillPath({ date, check, differing: cell.state === 'red' })}
              className="underline-offset-4 hover:underline"
            >
              <CheckStateBadge state={cell.state} breaks={cell.breaks} />
            </Link>
          );
        },
      }),
    ),
    {
      label: t('day'),
      cell: (day) => (day.reconciliation ? <StateBadge kind="reconciliation" state={day.reconciliation} /> : '—'),
    },
    { label: t('certificate'), cell: (day) => <CertificateMark day={day} /> },
  ];
}

/** The days of a month against the six checks: how each stands, what it found, and whether the day is certified. */
export function Matrix({ matrix }: { matrix: MatrixView }) {
  const t = useTranslations('matrix');
  const columns = useColumns(matrix.checks);
  return (
    <Panel>
      {matrix.days.length === 0 ? (
        <Empty title={t('none')}>{t('noneNote')}</Empty>
      ) : (
        <ArrowKeys>
          <DataTable caption={t('caption')} columns={columns} rows={matrix.days} keyOf={(day) => day.date} />
        </ArrowKeys>
      )}
    </Panel>
  );
}
