'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Amount } from '#components/money/amount.tsx';
import { TryOutcome } from '#components/repayment/try-outcome.tsx';
import { Day } from '#components/time/day.tsx';
import type { OverdueLoan } from '#components/trpc/outputs.ts';
import { useTRPC } from '#components/trpc/provider.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { type ColumnOf, DataTable } from '#components/ui/data-table.tsx';
import { Empty } from '#components/ui/empty.tsx';
import { Panel, PanelHead } from '#components/ui/panel.tsx';
import { Tabs } from '#components/ui/tabs.tsx';
import { type Money, sum } from '#server/primitives/money.ts';
import { CollectNow } from './collect-now.tsx';

const REFRESH_MS = 10_000;
const TABS = ['all', '1-30', '31-60', '61-90', '90+'] as const satisfies readonly ('all' | OverdueLoan['bucket'])[];
type Tab = (typeof TABS)[number];

function LateLoan({ loan }: { loan: OverdueLoan }) {
  const t = useTranslations('overdue');
  return (
    <>
      <Link href={`/loans/${loan.loanId}`} className="text-accent underline-offset-4 hover:underline">
        {loan.title}
      </Link>
      <span className="num block text-2xs font-normal text-faint">
        {loan.number} · {loan.borrower}
      </span>
      {loan.compensated > 0 ? <Badge tone="warm">{t('compensated', { count: loan.compensated })}</Badge> : null}
    </>
  );
}

function useColumns(loans: readonly OverdueLoan[], mayCollect: boolean): ColumnOf<OverdueLoan>[] {
  const t = useTranslations('overdue');
  const figure = (label: string, pick: (loan: OverdueLoan) => Money): ColumnOf<OverdueLoan> => ({
    label,
    end: true,
    cell: (loan) => <Amount value={pick(loan)} />,
    foot: <Amount value={sum(loans.map(pick))} />,
  });
  const collect: ColumnOf<OverdueLoan> = {
    label: t('action'),
    cell: (loan) => <CollectNow loanId={loan.loanId} title={loan.title} disabled={loan.underWay} />,
  };
  return [
    { label: t('loan'), lead: true, cell: (loan) => <LateLoan loan={loan} />, foot: t('sum') },
    {
      label: t('since'),
      cell: (loan) => (
        <>
          <Day value={loan.dueOn} />
          <span className="num block text-2xs text-risk">
            {t('days', { days: loan.daysLate, count: loan.instalments })}
          </span>
        </>
      ),
    },
    figure(t('principal'), (loan) => loan.principal),
    figure(t('interest'), (loan) => loan.interest),
    figure(t('penalty'), (loan) => loan.penalty),
    figure(t('owed'), (loan) => loan.owed),
    { label: t('lastTry'), cell: (loan) => (loan.last ? <TryOutcome of={loan.last} /> : '—') },
    ...(mayCollect ? [collect] : []),
  ];
}

/** Loans that are late, by bucket, the longest first, with what is owed and how the last try to collect ended. */
export function OverdueLoans({ mayCollect }: { mayCollect: boolean }) {
  const t = useTranslations('overdue');
  const trpc = useTRPC();
  const { data } = useSuspenseQuery({ ...trpc.repayment.overdue.queryOptions(), refetchInterval: REFRESH_MS });
  const [tab, setTab] = useState<Tab>('all');
  const of = (key: Tab) => data.filter(({ bucket }) => key === 'all' || bucket === key);
  const shown = of(tab);
  const columns = useColumns(shown, mayCollect);
  const tabs = TABS.map((key) => ({ key, label: t(`bucket.${key}`, { count: of(key).length }) }));
  return (
    <Panel>
      <PanelHead title={t('list')} actions={<Tabs label={t('list')} tabs={tabs} value={tab} onChange={setTab} />} />
      {shown.length === 0 ? (
        <Empty title={t('none')} />
      ) : (
        <DataTable caption={t('list')} columns={columns} rows={shown} keyOf={(loan) => loan.loanId} />
      )}
    </Panel>
  );
}
