'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { Amount } from '#components/money/amount.tsx';
import { useTRPC } from '#components/trpc/provider.tsx';
import { Figure } from '#components/ui/figure.tsx';

const REFRESH_MS = 15_000;

/** What the platform has done so far, from the books, while somebody looks. */
export function Totals() {
  const t = useTranslations('home');
  const trpc = useTRPC();
  const { data } = useSuspenseQuery({ ...trpc.platform.totals.queryOptions(), refetchInterval: REFRESH_MS });
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-5 sm:grid-cols-3 lg:grid-cols-5">
      <Figure label={t('totals.lent')} size="lg">
        <Amount value={data.lent} symbol compact />
      </Figure>
      <Figure label={t('totals.outstanding')} size="lg">
        <Amount value={data.outstanding} symbol compact />
      </Figure>
      <Figure label={t('totals.interestPaid')} size="lg">
        <Amount value={data.interestPaid} symbol compact />
      </Figure>
      <Figure label={t('totals.loans')} size="lg">
        {data.loans}
      </Figure>
      <Figure label={t('totals.investors')} size="lg">
        {data.investors}
      </Figure>
    </dl>
  );
}
