'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useTRPC } from '#components/trpc/provider.tsx';
import { Empty } from '#components/ui/empty.tsx';
import { Panel, PanelHead } from '#components/ui/panel.tsx';
import { PayoutDays } from './payout-days.tsx';
import { PayoutTable } from './payout-table.tsx';

const REFRESH_MS = 10_000;

/** The queue of payouts: days that hold some, what is on its way, what came back. */
export function PayoutDesk({ roles }: { roles: readonly string[] }) {
  const t = useTranslations('payouts');
  const trpc = useTRPC();
  const { data } = useSuspenseQuery({ ...trpc.withdrawal.queue.queryOptions(), refetchInterval: REFRESH_MS });
  const underWay = data.payouts.filter(({ state }) => state !== 'returned');
  const returned = data.payouts.filter(({ state }) => state === 'returned');
  const mayIntercept = roles.includes('finance');
  return (
    <div className="space-y-6">
      <Panel>
        <PanelHead title={t('days')} note={t('daysNote')} />
        {data.days.length === 0 ? (
          <Empty title={t('noDays')}>{t('noDaysNote')}</Empty>
        ) : (
          <PayoutDays days={data.days} roles={roles} />
        )}
      </Panel>
      <Panel>
        <PanelHead title={t('underWay')} />
        {underWay.length === 0 ? (
          <Empty title={t('noneUnderWay')} />
        ) : (
          <PayoutTable caption={t('underWay')} rows={underWay} mayIntercept={mayIntercept} />
        )}
      </Panel>
      <Panel>
        <PanelHead title={t('returned')} />
        {returned.length === 0 ? (
          <Empty title={t('noneReturned')} />
        ) : (
          <PayoutTable caption={t('returned')} rows={returned} mayIntercept={false} />
        )}
      </Panel>
    </div>
  );
}
