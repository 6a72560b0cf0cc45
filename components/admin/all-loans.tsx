'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Refused } from '#components/errors/refused.tsx';
import { percentFull } from '#components/loan/progress.tsx';
import { Grade, Term } from '#components/loan/terms.tsx';
import { Amount } from '#components/money/amount.tsx';
import { Rate } from '#components/money/rate.tsx';
import { StateBadge } from '#components/states/state-badge.tsx';
import { Moment } from '#components/time/day.tsx';
import type { StaffLoan } from '#components/trpc/outputs.ts';
import { useTRPC } from '#components/trpc/provider.tsx';
import { Button } from '#components/ui/button.tsx';
import { type ColumnOf, DataTable } from '#components/ui/data-table.tsx';
import { More } from '#components/ui/more.tsx';
import { Panel, PanelHead } from '#components/ui/panel.tsx';
import { ListingDesk, stepsOf } from './listing-desk.tsx';
import { LOANS_PAGE } from './loans-page.ts';

const NOT_PUBLIC: readonly string[] = [
  ...['draft', 'submitted', 'reviewing', 'returned', 'rejected', 'offered'],
  ...['approved', 'declined', 'withdrawn', 'registering'],
];

function LoanName({ loan }: { loan: StaffLoan }) {
  return (
    <>
      <Link
        href={NOT_PUBLIC.includes(loan.state) ? `/admin/loans/${loan.loanId}` : `/loans/${loan.loanId}`}
        className="text-accent underline-offset-4 hover:underline"
      >
        {loan.title}
      </Link>
      <span className="num block text-2xs font-normal text-faint">{loan.number}</span>
    </>
  );
}

function useColumns(decideOn: ((loan: StaffLoan) => void) | undefined): ColumnOf<StaffLoan>[] {
  const t = useTranslations('allLoans');
  const percentOf = (loan: StaffLoan) => t('percent', { percent: percentFull(loan.amount, loan.reserved) });
  return [
    { label: t('loan'), lead: true, cell: (loan) => <LoanName loan={loan} /> },
    { label: t('borrower'), cell: (loan) => loan.borrower },
    { label: t('state'), cell: (loan) => <StateBadge kind="loan" state={loan.state} /> },
    { label: t('grade'), cell: (loan) => (loan.grade ? <Grade grade={loan.grade} /> : '—') },
    { label: t('rate'), end: true, cell: (loan) => <Rate value={loan.ratePpm} /> },
    { label: t('term'), end: true, cell: (loan) => <Term term={loan.term} unit={loan.termUnit} /> },
    { label: t('amount'), end: true, cell: (loan) => <Amount value={loan.amount} /> },
    { label: t('raised'), end: true, cell: percentOf },
    {
      label: t('project'),
      className: 'font-mono text-2xs text-faint',
      cell: (loan) => loan.projectStatus ?? '—',
    },
    {
      label: t('listing'),
      cell: (loan) =>
        decideOn && stepsOf(loan).length > 0 ? (
          <Button
            look="outline"
            size="sm"
            aria-label={t('decideOn', { loan: loan.title })}
            onClick={() => decideOn(loan)}
          >
            {t('decide')}
          </Button>
        ) : loan.deadlineAt ? (
          <Moment value={loan.deadlineAt} />
        ) : (
          '—'
        ),
    },
  ];
}

/** Every loan in whatever state, newest first. */
export function AllLoans({ mayDecide }: { mayDecide: boolean }) {
  const t = useTranslations('allLoans');
  const trpc = useTRPC();
  const [deciding, setDeciding] = useState<StaffLoan>();
  const columns = useColumns(mayDecide ? setDeciding : undefined);
  const loans = useInfiniteQuery(
    trpc.loan.all.infiniteQueryOptions(
      { limit: LOANS_PAGE },
      {
        getNextPageParam: (page) => (page.length === LOANS_PAGE ? page.at(-1)?.loanId : undefined),
        initialCursor: undefined,
      },
    ),
  );
  return (
    <Panel>
      <PanelHead title={t('title')} />
      <Refused error={loans.error} className="mx-4 mb-4" />
      <DataTable
        caption={t('title')}
        columns={columns}
        rows={loans.data?.pages.flat() ?? []}
        keyOf={(loan) => loan.loanId}
      />
      <More query={loans} label={t('more')} />
      {deciding ? <ListingDesk loan={deciding} close={() => setDeciding(undefined)} /> : null}
    </Panel>
  );
}
