'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { LoanCard } from '#components/market/loan-card.tsx';
import { useCoverage } from '#components/market/use-coverage.ts';
import { useTRPC } from '#components/trpc/provider.tsx';
import { ButtonLink } from '#components/ui/button.tsx';
import { Empty } from '#components/ui/empty.tsx';

const REFRESH_MS = 20_000;
/** What the home page asks the market for. */
export const NEWEST = { states: ['open', 'scheduled', 'full', 'repaying'], limit: 6 } as const;

export function NewestLoans() {
  const t = useTranslations('home');
  const trpc = useTRPC();
  const { data: loans } = useSuspenseQuery({
    ...trpc.loan.market.queryOptions({ ...NEWEST, states: [...NEWEST.states] }),
    refetchInterval: REFRESH_MS,
  });
  const coverageOf = useCoverage(loans.map(({ loanId }) => loanId));
  if (loans.length === 0)
    return (
      <Empty
        title={t('noLoans')}
        action={
          <ButtonLink href="/register?role=borrower" look="outline" size="sm">
            {t('applyFirst')}
          </ButtonLink>
        }
      />
    );
  return (
    <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
      {loans.map((loan) => (
        <LoanCard key={loan.loanId} loan={loan} level={3} coverage={coverageOf(loan.loanId)} />
      ))}
    </div>
  );
}
