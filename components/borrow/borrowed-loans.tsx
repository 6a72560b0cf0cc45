'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useTRPC } from '#components/trpc/provider.tsx';
import { ButtonLink } from '#components/ui/button.tsx';
import { Empty } from '#components/ui/empty.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { BorrowedLoanCard } from './borrowed-loan.tsx';

const REFRESH_MS = 8_000;

/** All that the borrower has asked for, kept fresh while somebody looks. */
export function BorrowedLoans() {
  const t = useTranslations('borrowed');
  const trpc = useTRPC();
  const { data: loans } = useSuspenseQuery({ ...trpc.loan.mine.queryOptions(), refetchInterval: REFRESH_MS });
  if (loans.length === 0)
    return (
      <Panel>
        <Empty
          title={t('none')}
          action={
            <ButtonLink href="/borrow/apply" size="sm">
              {t('apply')}
            </ButtonLink>
          }
        >
          {t('noneNote')}
        </Empty>
      </Panel>
    );
  return (
    <div className="space-y-4">
      {loans.map((loan) => (
        <BorrowedLoanCard key={loan.loanId} loan={loan} />
      ))}
    </div>
  );
}
