'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { Holder } from '#components/cash/onboarding.tsx';
import { Amount } from '#components/money/amount.tsx';
import { StateBadge } from '#components/states/state-badge.tsx';
import { Moment } from '#components/time/day.tsx';
import type { WithdrawalView } from '#components/trpc/outputs.ts';
import { useTRPC } from '#components/trpc/provider.tsx';
import { type ColumnOf, DataTable } from '#components/ui/data-table.tsx';
import { Empty } from '#components/ui/empty.tsx';
import { Panel, PanelBody, PanelHead } from '#components/ui/panel.tsx';
import { CancelWithdrawal } from './cancel-withdrawal.tsx';
import { useWhyReturned } from './use-why-returned.ts';
import { WithdrawalSteps } from './withdrawal-steps.tsx';

const REFRESH_MS = 5_000;
const ON_THE_WAY: readonly string[] = ['held', 'releasing', 'cancelling', 'accepted', 'remitting'];

/** One that is on its way: its amounts, its stations, and the way back while there is one. */
function OnTheWay({ as, one }: { as: Holder; one: WithdrawalView }) {
  const t = useTranslations('withdraw');
  return (
    <Panel>
      <PanelHead
        title={<Amount value={one.amount} symbol />}
        note={t.rich('ofWhich', {
          fee: () => <Amount value={one.fee} symbol />,
          gets: () => <Amount value={one.cardGets} symbol />,
        })}
        actions={<StateBadge kind="withdrawal" state={one.state} />}
      />
      <PanelBody className="space-y-4">
        <WithdrawalSteps one={one} />
        {one.state === 'held' ? <CancelWithdrawal as={as} withdrawalId={one.withdrawalId} /> : null}
      </PanelBody>
    </Panel>
  );
}

function useColumns(): ColumnOf<WithdrawalView>[] {
  const t = useTranslations('withdraw');
  const why = useWhyReturned();
  return [
    { label: t('asked'), lead: true, cell: (one) => <Moment value={one.createdAt} /> },
    { label: t('serial'), className: 'font-mono text-2xs text-faint', cell: (one) => one.requestNo },
    {
      label: t('state'),
      cell: (one) => (
        <>
          <StateBadge kind="withdrawal" state={one.state} />
          {one.state === 'asked' ? (
            <Link href={`/custody/go/${one.instructionId}`} className="ms-2 text-xs text-accent hover:underline">
              {t('resume')}
            </Link>
          ) : null}
          {why(one) ? <span className="mt-0.5 block text-2xs text-faint">{why(one)}</span> : null}
        </>
      ),
    },
    { label: t('ended'), cell: (one) => (one.endedAt ? <Moment value={one.endedAt} /> : '—') },
    { label: t('feeUnit'), end: true, cell: (one) => <Amount value={one.fee} /> },
    { label: t('amountUnit'), end: true, cell: (one) => <Amount value={one.amount} /> },
  ];
}

/** Withdrawals on their way with their stations, and below them all that have ended. */
export function WithdrawalList({ as }: { as: Holder }) {
  const t = useTranslations('withdraw');
  const trpc = useTRPC();
  const columns = useColumns();
  const { data } = useSuspenseQuery({
    ...trpc.withdrawal.mine.queryOptions({ as }),
    refetchInterval: ({ state }) => (state.data?.some((one) => ON_THE_WAY.includes(one.state)) ? REFRESH_MS : false),
  });
  const open = data.filter((one) => ON_THE_WAY.includes(one.state));
  const others = data.filter((one) => !ON_THE_WAY.includes(one.state));
  return (
    <section aria-label={t('list')} className="space-y-6">
      {open.length > 0 ? (
        <div className="grid gap-4 md:grid-cols-2">
          {open.map((one) => (
            <OnTheWay key={one.withdrawalId} as={as} one={one} />
          ))}
        </div>
      ) : null}
      <Panel>
        <PanelHead title={t('list')} />
        {others.length === 0 ? (
          <Empty title={t('none')}>{t('noneNote')}</Empty>
        ) : (
          <DataTable caption={t('list')} rows={others} columns={columns} keyOf={(one) => one.withdrawalId} />
        )}
      </Panel>
    </section>
  );
}
