'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Amount } from '#components/money/amount.tsx';
import { StateBadge } from '#components/states/state-badge.tsx';
import { Day } from '#components/time/day.tsx';
import type { SuspenseItemView } from '#components/trpc/outputs.ts';
import { useTRPC } from '#components/trpc/provider.tsx';
import { type ColumnOf, DataTable } from '#components/ui/data-table.tsx';
import { Empty } from '#components/ui/empty.tsx';
import { Figure } from '#components/ui/figure.tsx';
import { Panel, PanelHead } from '#components/ui/panel.tsx';
import type { Rights } from './break-desk.tsx';
import { AskClearing, DecideClearing } from './clearing-actions.tsx';

function useColumns(): ColumnOf<SuspenseItemView>[] {
  const t = useTranslations('suspense');
  return [
    {
      label: t('from'),
      lead: true,
      cell: (item) => (
        <>
          <Link href={`/admin/breaks/${item.breakId}`} className="text-accent underline-offset-4 hover:underline">
            {item.reason || t('noReason')}
          </Link>
          <span className="block font-mono text-2xs font-normal break-all text-faint">{item.object}</span>
        </>
      ),
    },
    { label: t('date'), cell: (item) => <Day value={item.businessDate} /> },
    { label: t('age'), end: true, cell: (item) => t('days', { count: item.ageDays }) },
    { label: t('amount'), end: true, cell: (item) => <Amount value={item.amount} signed /> },
    { label: t('state'), cell: (item) => <StateBadge kind="suspense" state={item.state} /> },
  ];
}

/** What may be done about one item by who looks at it. */
function Action({ item, memberId, mayMake, mayCheck }: Rights & { item: SuspenseItemView }) {
  const t = useTranslations('suspense');
  if (item.state === 'open') return mayMake ? <AskClearing itemId={item.id} object={item.object} /> : null;
  return (
    <div className="space-y-2">
      <p className="text-xs">
        {t('asked', { name: item.makerName ?? '', account: item.target ?? '' })}
        <span className="block text-faint">{item.clearingReason}</span>
      </p>
      {mayCheck && item.makerId !== memberId ? <DecideClearing itemId={item.id} object={item.object} /> : null}
    </div>
  );
}

/** Money in suspense: what, since when, why; cleared to an account by two people. */
export function SuspenseDesk(rights: Rights) {
  const t = useTranslations('suspense');
  const trpc = useTRPC();
  const columns = useColumns();
  const { data } = useSuspenseQuery(trpc.reconciliation.suspense.queryOptions());
  const action: ColumnOf<SuspenseItemView> = {
    label: t('action'),
    cell: (item) => <Action item={item} {...rights} />,
  };
  const cleared: ColumnOf<SuspenseItemView> = {
    label: t('clearedTo'),
    cell: (item) => (
      <>
        <span className="font-mono text-2xs break-all">{item.target}</span>
        <span className="block text-2xs text-faint">
          {t('byTwo', { maker: item.makerName ?? '', checker: item.checkerName ?? '' })}
        </span>
      </>
    ),
  };
  return (
    <div className="space-y-6">
      <Panel className="p-4 sm:p-5">
        <dl>
          <Figure label={t('balance')} note={t('balanceNote')}>
            <Amount value={data.balance} symbol />
          </Figure>
        </dl>
      </Panel>
      <Panel>
        <PanelHead title={t('open')} />
        {data.open.length === 0 ? (
          <Empty title={t('none')}>{t('noneNote')}</Empty>
        ) : (
          <DataTable caption={t('open')} rows={data.open} keyOf={(item) => item.id} columns={[...columns, action]} />
        )}
      </Panel>
      {data.cleared.length > 0 ? (
        <Panel>
          <PanelHead title={t('cleared')} />
          <DataTable
            caption={t('cleared')}
            rows={data.cleared}
            keyOf={(item) => item.id}
            columns={[...columns, cleared]}
          />
        </Panel>
      ) : null}
    </div>
  );
}
