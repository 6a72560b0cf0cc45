'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { Amount } from '#components/money/amount.tsx';
import { StateBadge } from '#components/states/state-badge.tsx';
import { Moment } from '#components/time/day.tsx';
import type { PlatformOrderView } from '#components/trpc/outputs.ts';
import { useTRPC } from '#components/trpc/provider.tsx';
import { type ColumnOf, DataTable } from '#components/ui/data-table.tsx';
import { Empty } from '#components/ui/empty.tsx';
import { Panel, PanelHead } from '#components/ui/panel.tsx';
import { useAccountName } from './account-choice.tsx';
import { OrderActions, type Powers } from './order-actions.tsx';

const REFRESH_MS = 4_000;

function Who({ name, at }: { name: string | null; at: Date | null }) {
  if (!at) return <span>—</span>;
  return (
    <>
      {name ?? '—'}
      <span className="block text-2xs text-faint">
        <Moment value={at} />
      </span>
    </>
  );
}

function useColumns(powers: Powers): ColumnOf<PlatformOrderView>[] {
  const t = useTranslations('platformAccounts');
  const withdrawal = useTranslations('state.withdrawal');
  const nameOf = useAccountName();
  return [
    {
      label: t('what'),
      lead: true,
      cell: (order) => (
        <>
          {t(`kind.${order.kind}`)}
          <span className="block text-2xs font-normal text-faint">
            {order.source ? nameOf(order.source) : t('outside')} → {order.target ? nameOf(order.target) : t('card')}
          </span>
        </>
      ),
    },
    { label: t('amountUnit'), end: true, cell: (order) => <Amount value={order.amount} /> },
    {
      label: t('state'),
      cell: (order) => (
        <>
          <StateBadge kind="platformOrder" state={order.state} />
          {order.state === 'at-bank' && order.withdrawalState ? (
            <span className="block text-2xs text-faint">{withdrawal(order.withdrawalState)}</span>
          ) : null}
          {order.state === 'failed' && order.errorMessage ? (
            <span className="block text-2xs text-faint">
              {order.errorCode} {order.errorMessage}
            </span>
          ) : null}
        </>
      ),
    },
    { label: t('reason'), cell: (order) => order.reason },
    { label: t('maker'), cell: (order) => <Who name={order.maker} at={order.madeAt} /> },
    { label: t('checker'), cell: (order) => <Who name={order.checker} at={order.checkedAt} /> },
    { label: t('action'), end: true, cell: (order) => <OrderActions order={order} {...powers} /> },
  ];
}

/** What was proposed about the platform's own money, and how it went on. */
export function PlatformOrders(powers: Powers) {
  const t = useTranslations('platformAccounts');
  const trpc = useTRPC();
  const { data } = useSuspenseQuery({ ...trpc.platformAccount.orders.queryOptions(), refetchInterval: REFRESH_MS });
  const columns = useColumns(powers);
  return (
    <Panel>
      <PanelHead title={t('orders')} note={t('ordersNote')} />
      {data.length === 0 ? (
        <Empty title={t('noOrders')}>{powers.mayMake ? t('noOrdersMaker') : t('noOrdersNote')}</Empty>
      ) : (
        <DataTable caption={t('orders')} columns={columns} rows={data} keyOf={(order) => order.id} />
      )}
    </Panel>
  );
}
