'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Amount } from '#components/money/amount.tsx';
import { Moment } from '#components/time/day.tsx';
import type { WriteOffsView } from '#components/trpc/outputs.ts';
import { useTRPC } from '#components/trpc/provider.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { type ColumnOf, DataTable } from '#components/ui/data-table.tsx';
import { Empty } from '#components/ui/empty.tsx';
import { Panel, PanelHead } from '#components/ui/panel.tsx';
import { plus } from '#server/primitives/money.ts';
import { DecideWriteOff, ProposeWriteOff } from './write-off-actions.tsx';

type Late = WriteOffsView['late'][number];
type Decision = WriteOffsView['decisions'][number];

function LoanLink({ of }: { of: Pick<Late, 'loanId' | 'loanNumber' | 'title'> }) {
  return (
    <>
      <Link href={`/loans/${of.loanId}`} className="text-accent underline-offset-4 hover:underline">
        {of.title}
      </Link>
      <span className="num block text-2xs font-normal text-faint">{of.loanNumber}</span>
    </>
  );
}

function useLateColumns(mayDecide: boolean): ColumnOf<Late>[] {
  const t = useTranslations('recourse');
  const propose: ColumnOf<Late> = {
    label: t('action'),
    cell: (row) => <ProposeWriteOff loanId={row.loanId} title={row.title} />,
  };
  return [
    { label: t('loan'), lead: true, cell: (row) => <LoanLink of={row} /> },
    { label: t('late'), end: true, cell: (row) => t('days', { days: row.daysLate }) },
    { label: t('owed'), end: true, cell: (row) => <Amount value={row.owed} /> },
    ...(mayDecide ? [propose] : []),
  ];
}

function useDecisionColumns(mayDecide: boolean): ColumnOf<Decision>[] {
  const t = useTranslations('recourse');
  return [
    { label: t('loan'), lead: true, cell: (row) => <LoanLink of={row} /> },
    {
      label: t('state'),
      cell: (row) => <Badge tone={row.state === 'proposed' ? 'warm' : 'plain'}>{t(`writeOff.${row.state}`)}</Badge>,
    },
    { label: t('reason'), cell: (row) => row.reason },
    {
      label: t('proposedBy'),
      cell: (row) => (
        <>
          {row.proposer ?? '—'} · <Moment value={row.proposedAt} />
        </>
      ),
    },
    {
      label: t('decidedBy'),
      cell: (row) => {
        if (row.decidedAt)
          return (
            <>
              {row.decider ?? '—'} · <Moment value={row.decidedAt} />
            </>
          );
        if (row.isOwn) return <span className="text-soft">{t('waitsForAnother')}</span>;
        return mayDecide ? <DecideWriteOff loanId={row.loanId} title={row.title} /> : '—';
      },
    },
    {
      label: t('writtenOff'),
      end: true,
      cell: (row) =>
        row.owedToInvestors === null || row.owedToCompensator === null ? (
          '—'
        ) : (
          <Amount value={plus(row.owedToInvestors, row.owedToCompensator)} />
        ),
    },
  ];
}

/** Loans late for long enough to be written off, and what was proposed and decided about others: by two people each. */
export function WriteOffs({ mayDecide }: { mayDecide: boolean }) {
  const t = useTranslations('recourse');
  const trpc = useTRPC();
  const { data } = useSuspenseQuery(trpc.recourse.writeOffs.queryOptions());
  const [late, decisions] = [useLateColumns(mayDecide), useDecisionColumns(mayDecide)];
  return (
    <>
      <Panel>
        <PanelHead title={t('lateList')} note={t('lateNote')} />
        {data.late.length === 0 ? (
          <Empty title={t('noneLate')} />
        ) : (
          <DataTable caption={t('lateList')} columns={late} rows={data.late} keyOf={(row) => row.loanId} />
        )}
      </Panel>
      {data.decisions.length > 0 ? (
        <Panel>
          <PanelHead title={t('decisions')} />
          <DataTable caption={t('decisions')} columns={decisions} rows={data.decisions} keyOf={(row) => row.id} />
        </Panel>
      ) : null}
    </>
  );
}
