'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useRef } from 'react';
import { Amount } from '#components/money/amount.tsx';
import { StateBadge } from '#components/states/state-badge.tsx';
import { Moment } from '#components/time/day.tsx';
import type { PayoutView } from '#components/trpc/outputs.ts';
import { useTRPC } from '#components/trpc/provider.tsx';
import { newRequestId } from '#components/trpc/request-id.ts';
import { type ColumnOf, DataTable } from '#components/ui/data-table.tsx';
import { sum } from '#server/primitives/money.ts';
import { ReasonForm } from './reason-form.tsx';
import { useWhyReturned } from './use-why-returned.ts';

/** Holds a payout back that has been let go and has not left the bank. */
function Intercept({ withdrawalId }: { withdrawalId: string }) {
  const t = useTranslations('payouts');
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const requestId = useRef(newRequestId());
  const intercept = useMutation(
    trpc.withdrawal.intercept.mutationOptions({
      onError: () => {
        requestId.current = newRequestId();
      },
      onSettled: () => queryClient.invalidateQueries(),
    }),
  );
  return (
    <ReasonForm
      open={t('intercept')}
      label={t('interceptReason')}
      submit={t('interceptSubmit')}
      busy={intercept.isPending}
      error={intercept.error}
      onSubmit={(reason) => intercept.mutate({ requestId: requestId.current, withdrawalId, reason })}
    />
  );
}

type Props = { caption: string; rows: readonly PayoutView[]; mayIntercept: boolean };

/** Payouts with their holder masked, where each stands, and what finance may do with it. */
export function PayoutTable({ caption, rows, mayIntercept }: Props) {
  const t = useTranslations('payouts');
  const w = useTranslations('withdraw');
  const why = useWhyReturned();
  const columns: ColumnOf<PayoutView>[] = [
    {
      label: t('holder'),
      lead: true,
      cell: (row) => (
        <>
          {row.holder ?? row.platformUserNo}
          <span title={row.requestNo} className="block max-w-32 truncate font-mono text-2xs font-normal text-faint">
            {row.requestNo}
          </span>
        </>
      ),
      foot: t('sum'),
    },
    { label: t('since'), cell: (row) => (row.heldAt ? <Moment value={row.heldAt} /> : '—') },
    { label: t('how'), cell: (row) => w(`arrival.${row.arrival}`) },
    {
      label: t('state'),
      cell: (row) => (
        <>
          <StateBadge kind="withdrawal" state={row.state} />
          {row.state === 'returned' && why(row) ? (
            <span className="mt-0.5 block text-2xs text-faint">{why(row)}</span>
          ) : null}
        </>
      ),
    },
    {
      label: t('fee'),
      end: true,
      cell: (row) => <Amount value={row.fee} />,
      foot: <Amount value={sum(rows.map(({ fee }) => fee))} />,
    },
    {
      label: t('amount'),
      end: true,
      cell: (row) => <Amount value={row.amount} />,
      foot: <Amount value={sum(rows.map(({ amount }) => amount))} />,
    },
  ];
  const interceptable = (row: PayoutView) => row.state === 'accepted' && row.arrival === 'next-day';
  const action: ColumnOf<PayoutView> = {
    label: t('action'),
    cell: (row) => (interceptable(row) ? <Intercept withdrawalId={row.withdrawalId} /> : '—'),
  };
  return (
    <DataTable
      caption={caption}
      rows={rows}
      columns={mayIntercept ? [...columns, action] : columns}
      keyOf={(row) => row.withdrawalId}
    />
  );
}
