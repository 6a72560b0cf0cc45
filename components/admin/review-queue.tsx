'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useTRPC } from '#components/trpc/provider.tsx';
import { Empty } from '#components/ui/empty.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { ApplicationCard } from './application-card.tsx';

const REFRESH_MS = 10_000;

/** What waits for a decision, the oldest first. */
export function ReviewQueue({ mayDecide }: { mayDecide: boolean }) {
  const t = useTranslations('review');
  const trpc = useTRPC();
  const { data } = useSuspenseQuery({ ...trpc.loan.reviewQueue.queryOptions(), refetchInterval: REFRESH_MS });
  if (data.length === 0)
    return (
      <Panel>
        <Empty title={t('none')}>{t('noneNote')}</Empty>
      </Panel>
    );
  return (
    <div className="space-y-4">
      {data.map((loan) => (
        <ApplicationCard key={`${loan.loanId}-${loan.state}`} loan={loan} mayDecide={mayDecide} />
      ))}
    </div>
  );
}
