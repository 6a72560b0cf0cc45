'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { Refused } from '#components/errors/refused.tsx';
import { Moment } from '#components/time/day.tsx';
import type { ComparedScore } from '#components/trpc/outputs.ts';
import { useTRPC } from '#components/trpc/provider.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { DataTable } from '#components/ui/data-table.tsx';
import { Empty } from '#components/ui/empty.tsx';

type Outcome = ComparedScore['would'];

function OutcomeText({ outcome }: { outcome: Outcome }) {
  const t = useTranslations('scores');
  const grade = outcome.knockedOut ? t('outcome.knockOut') : (outcome.grade ?? t('noGrade'));
  return (
    <span className="num">
      {grade} · {outcome.points}
    </span>
  );
}

/** How a rule set would have decided on the last applications, beside what was decided. */
export function Comparison({ ruleSetId }: { ruleSetId: string }) {
  const t = useTranslations('scores');
  const trpc = useTRPC();
  const compared = useQuery(trpc.score.compare.queryOptions({ ruleSetId }));
  const rows = compared.data ?? [];
  const changed = rows.filter(({ decided, would }) => decided.grade !== would.grade).length;
  if (compared.error) return <Refused error={compared.error} className="m-4" />;
  if (compared.isPending) return <p className="p-4 text-sm text-faint">{t('comparing')}</p>;
  if (rows.length === 0) return <Empty title={t('nothingScored')} />;
  return (
    <>
      <p className="px-4 pb-2 text-sm sm:px-5">{t('changed', { changed, total: rows.length })}</p>
      <DataTable
        caption={t('comparison')}
        rows={rows}
        keyOf={(row) => `${row.loanId}-${row.at.toISOString()}`}
        columns={[
          { label: t('application'), lead: true, className: 'num', cell: (row) => row.number },
          { label: t('scoredAt'), cell: (row) => <Moment value={row.at} /> },
          { label: t('decided'), cell: (row) => <OutcomeText outcome={row.decided} /> },
          { label: t('would'), cell: (row) => <OutcomeText outcome={row.would} /> },
          {
            label: t('difference'),
            cell: (row) =>
              row.decided.grade === row.would.grade ? t('same') : <Badge tone="warm">{t('otherGrade')}</Badge>,
          },
        ]}
      />
    </>
  );
}
