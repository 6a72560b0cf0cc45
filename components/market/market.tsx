'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useQueryStates } from 'nuqs';
import { Refused } from '#components/errors/refused.tsx';
import { useTRPC } from '#components/trpc/provider.tsx';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';
import { Empty } from '#components/ui/empty.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { FilterBar } from './filter-bar.tsx';
import { marketFilters, marketQuery, PAGE_SIZE } from './filters.ts';
import { LoanCard } from './loan-card.tsx';
import { useCoverage } from './use-coverage.ts';

const REFRESH_MS = 15_000;

/** The loans that fit, refreshed while somebody looks; the old ones stay until the new are there. */
export function Market() {
  const t = useTranslations('market');
  const trpc = useTRPC();
  const [filters, setFilters] = useQueryStates(marketFilters);
  const loans = useQuery({
    ...trpc.loan.market.queryOptions(marketQuery(filters)),
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_MS,
  });
  const page = Math.max(1, filters.page);
  const shown = loans.data?.slice(0, PAGE_SIZE) ?? [];
  const coverageOf = useCoverage(shown.map(({ loanId }) => loanId));
  const narrowed = filters.kind !== null || filters.rate !== '' || filters.term !== null;
  const more = (loans.data?.length ?? 0) > PAGE_SIZE;
  return (
    <div className="space-y-6">
      <FilterBar />
      <Refused error={loans.error} actions={<Button onClick={() => void loans.refetch()}>{t('again')}</Button>} />
      <div
        aria-busy={loans.isFetching}
        className={cn('grid gap-4 sm:grid-cols-2 lg:grid-cols-3', loans.isPlaceholderData && 'opacity-60')}
      >
        {loans.isPending
          ? Array.from({ length: 6 }, (_, index) => `loading-${index}`).map((key) => (
              <Skeleton key={key} className="h-56" />
            ))
          : shown.map((loan) => (
              <LoanCard key={loan.loanId} loan={loan} level={2} coverage={coverageOf(loan.loanId)} />
            ))}
      </div>
      {loans.data && shown.length === 0 ? (
        <Empty
          title={t('none')}
          action={
            <Button look="outline" size="sm" onClick={() => void setFilters(narrowed ? null : { state: 'all' })}>
              {narrowed ? t('loosen') : t('showAll')}
            </Button>
          }
        >
          {narrowed ? t('noneNote') : t('noneOpen')}
        </Empty>
      ) : null}
      {page > 1 || more ? (
        <nav aria-label={t('pages')} className="flex items-center justify-center gap-3 text-sm">
          <Button look="outline" size="sm" disabled={page <= 1} onClick={() => void setFilters({ page: page - 1 })}>
            {t('previous')}
          </Button>
          <span className="num text-soft">{t('page', { page })}</span>
          <Button look="outline" size="sm" disabled={!more} onClick={() => void setFilters({ page: page + 1 })}>
            {t('next')}
          </Button>
        </nav>
      ) : null}
    </div>
  );
}
