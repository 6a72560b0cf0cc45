'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Refused } from '#components/errors/refused.tsx';
import { percentFull } from '#components/loan/progress.tsx';
import { Grade, Term } from '#components/loan/terms.tsx';
import { Amount } from '#components/money/amount.tsx';
import { Rate } from '#components/money/rate.tsx';
import { StateBadge } from '#components/states/state-badge.tsx';
import type { StaffLoan } from '#components/trpc/outputs.ts';
import { useTRPC } from '#components/trpc/provider.tsx';
import { Button } from '#components/ui/button.tsx';
import { Panel, PanelBody, PanelHead } from '#components/ui/panel.tsx';
import { Cell, Column, Row, Table, TableBody, TableHead } from '#components/ui/table.tsx';

const PAGE = 30;
const HIDDEN = [
  'draft',
  'submitted',
  'reviewing',
  'returned',
  'rejected',
  'offered',
  'approved',
  'declined',
  'withdrawn',
];
const isPublic = (loan: StaffLoan): boolean => !HIDDEN.includes(loan.state) && loan.state !== 'registering';

function LoanRow({ loan }: { loan: StaffLoan }) {
  const t = useTranslations('allLoans');
  return (
    <Row>
      <Cell lead>
        {isPublic(loan) ? (
          <Link href={`/loans/${loan.loanId}`} className="text-accent underline-offset-4 hover:underline">
            {loan.title}
          </Link>
        ) : (
          loan.title
        )}
        <span className="num block text-2xs font-normal text-faint">{loan.number}</span>
      </Cell>
      <Cell label={t('borrower')}>{loan.borrower}</Cell>
      <Cell label={t('state')}>
        <StateBadge kind="loan" state={loan.state} />
      </Cell>
      <Cell label={t('grade')}>{loan.grade ? <Grade grade={loan.grade} /> : '—'}</Cell>
      <Cell end label={t('rate')}>
        <Rate value={loan.ratePpm} />
      </Cell>
      <Cell end label={t('term')}>
        <Term term={loan.term} unit={loan.termUnit} />
      </Cell>
      <Cell end label={t('amount')}>
        <Amount value={loan.amount} />
      </Cell>
      <Cell end label={t('raised')}>
        {t('percent', { percent: percentFull(loan.amount, loan.reserved) })}
      </Cell>
      <Cell label={t('project')} className="font-mono text-2xs text-faint">
        {loan.projectStatus ?? '—'}
      </Cell>
    </Row>
  );
}

/** Every loan in whatever state, newest first. */
export function AllLoans() {
  const t = useTranslations('allLoans');
  const trpc = useTRPC();
  const loans = useInfiniteQuery(
    trpc.loan.all.infiniteQueryOptions(
      { limit: PAGE },
      {
        getNextPageParam: (page) => (page.length === PAGE ? page.at(-1)?.loanId : undefined),
        initialCursor: undefined,
      },
    ),
  );
  const rows = loans.data?.pages.flat() ?? [];
  return (
    <Panel>
      <PanelHead title={t('title')} />
      <Refused error={loans.error} className="mx-4 mb-4" />
      <Table caption={t('title')}>
        <TableHead>
          <Column>{t('loan')}</Column>
          <Column>{t('borrower')}</Column>
          <Column>{t('state')}</Column>
          <Column>{t('grade')}</Column>
          <Column end>{t('rate')}</Column>
          <Column end>{t('term')}</Column>
          <Column end>{t('amount')}</Column>
          <Column end>{t('raised')}</Column>
          <Column>{t('project')}</Column>
        </TableHead>
        <TableBody>
          {rows.map((loan) => (
            <LoanRow key={loan.loanId} loan={loan} />
          ))}
        </TableBody>
      </Table>
      {loans.hasNextPage ? (
        <PanelBody className="pt-4">
          <Button look="outline" size="sm" disabled={loans.isFetching} onClick={() => void loans.fetchNextPage()}>
            {t('more')}
          </Button>
        </PanelBody>
      ) : null}
    </Panel>
  );
}
