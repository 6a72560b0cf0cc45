'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Amount } from '#components/money/amount.tsx';
import { Moment } from '#components/time/day.tsx';
import type { FailedCompensation } from '#components/trpc/outputs.ts';
import { useTRPC } from '#components/trpc/provider.tsx';
import { DataTable } from '#components/ui/data-table.tsx';
import { Empty } from '#components/ui/empty.tsx';
import { Panel, PanelHead } from '#components/ui/panel.tsx';

/** The refusals that have a sentence of their own; any other is shown with its code. */
const SENTENCES = ['100014', '100011', 'RESERVE_TOO_SMALL', 'DISTRIBUTION_REFUSED'] as const;

function Failure({ failure }: { failure: FailedCompensation['failure'] }) {
  const t = useTranslations('recourse');
  const known = SENTENCES.find((code) => code === failure);
  return (
    <span className="text-risk">{known ? t(`failure.${known}`) : t('failure.other', { code: failure ?? '—' })}</span>
  );
}

/** Compensators who were asked and have not paid; they are asked again every day. */
export function FailedCompensations() {
  const t = useTranslations('recourse');
  const trpc = useTRPC();
  const { data } = useSuspenseQuery(trpc.recourse.failed.queryOptions());
  return (
    <Panel>
      <PanelHead title={t('failedList')} note={t('failedNote')} />
      {data.length === 0 ? (
        <Empty title={t('noneFailed')} />
      ) : (
        <DataTable
          caption={t('failedList')}
          rows={data}
          keyOf={(row) => row.loanId}
          columns={[
            {
              label: t('loan'),
              lead: true,
              cell: (row) => (
                <>
                  <Link href={`/loans/${row.loanId}`} className="text-accent underline-offset-4 hover:underline">
                    {row.title}
                  </Link>
                  <span className="num block text-2xs font-normal text-faint">{row.loanNumber}</span>
                </>
              ),
            },
            { label: t('payer'), cell: (row) => row.payer ?? t('reserve') },
            { label: t('amount'), end: true, cell: (row) => <Amount value={row.amount} /> },
            { label: t('triedAt'), cell: (row) => (row.triedAt ? <Moment value={row.triedAt} /> : '—') },
            { label: t('why'), cell: (row) => <Failure failure={row.failure} /> },
          ]}
        />
      )}
    </Panel>
  );
}
