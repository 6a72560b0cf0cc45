'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { Amount } from '#components/money/amount.tsx';
import { useTRPC } from '#components/trpc/provider.tsx';
import { Fact, Facts } from '#components/ui/figure.tsx';
import { Panel, PanelBody, PanelHead } from '#components/ui/panel.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { toDecimalText } from '#server/primitives/money.ts';
import { ScheduleTable } from './schedule-table.tsx';
import { useStake } from './stake.tsx';

/** What the amount in the bid box would bring back, and when. */
export function MySchedule({ loanId }: { loanId: string }) {
  const t = useTranslations('loan');
  const trpc = useTRPC();
  const { stake } = useStake();
  const quote = useQuery({
    ...trpc.quote.share.queryOptions({ loanId, stake: toDecimalText(stake) }),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
  return (
    <Panel aria-labelledby="my-schedule">
      <PanelHead
        id="my-schedule"
        title={t.rich('forMyAmount', { amount: () => <Amount value={stake} symbol /> })}
        note={quote.data?.settled ? t('scheduleSettled') : t('schedulePreview')}
      />
      {quote.data ? (
        <>
          <PanelBody>
            <Facts>
              <Fact label={t('interestInAll')}>
                <Amount value={quote.data.interest} symbol />
              </Fact>
              <Fact label={t('serviceFee')}>
                <Amount value={quote.data.serviceFee} symbol />
              </Fact>
              <Fact label={t('earned')}>
                <strong className="font-medium">
                  <Amount value={quote.data.earned} symbol />
                </strong>
              </Fact>
            </Facts>
          </PanelBody>
          <details open={quote.data.rows.length <= 12}>
            <summary className="px-4 pb-3 text-sm text-accent sm:px-5">{t('showPlan')}</summary>
            <ScheduleTable rows={quote.data.rows} caption={t('planCaption')} />
          </details>
        </>
      ) : (
        <PanelBody>
          <Skeleton className="h-40" />
        </PanelBody>
      )}
    </Panel>
  );
}
