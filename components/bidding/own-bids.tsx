'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useRef } from 'react';
import { Refused } from '#components/errors/refused.tsx';
import { Amount } from '#components/money/amount.tsx';
import { StateBadge } from '#components/states/state-badge.tsx';
import type { OwnBid } from '#components/trpc/outputs.ts';
import { useTRPC } from '#components/trpc/provider.tsx';
import { newRequestId } from '#components/trpc/request-id.ts';
import { Button, ButtonLink } from '#components/ui/button.tsx';

function OwnBidLine({ bid, canCancel }: { bid: OwnBid; canCancel: boolean }) {
  const t = useTranslations('bid');
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const requestId = useRef(newRequestId());
  const cancel = useMutation(trpc.bidding.cancel.mutationOptions({ onSettled: () => queryClient.invalidateQueries() }));
  return (
    <li className="space-y-1 py-2">
      <div className="flex items-center justify-between gap-3 text-sm">
        <Amount value={bid.amount} symbol />
        <span className="flex items-center gap-2">
          <StateBadge kind="bid" state={bid.state} />
          {bid.pageOf ? (
            <ButtonLink size="sm" look="outline" href={`/custody/go/${bid.pageOf}`}>
              {t('toBank')}
            </ButtonLink>
          ) : null}
          {canCancel && bid.state === 'frozen' ? (
            <Button
              look="quiet"
              size="sm"
              disabled={cancel.isPending}
              onClick={() => cancel.mutate({ requestId: requestId.current, loanId: bid.loanId, bidId: bid.bidId })}
            >
              {cancel.isPending ? t('cancelling') : t('cancel')}
            </Button>
          ) : null}
        </span>
      </div>
      <Refused error={cancel.error} />
    </li>
  );
}

/** What the reader has bid on this loan so far. */
export function OwnBids({ loanId, canCancel }: { loanId: string; canCancel: boolean }) {
  const t = useTranslations('bid');
  const trpc = useTRPC();
  const bids = useQuery(trpc.bidding.mine.queryOptions({ loanId }));
  if (!bids.data || bids.data.length === 0) return null;
  return (
    <div className="mt-5 border-t border-line pt-3">
      <h3 className="text-xs text-faint">{t('mine')}</h3>
      <ul className="divide-y divide-line">
        {bids.data.map((bid) => (
          <OwnBidLine key={bid.bidId} bid={bid} canCancel={canCancel} />
        ))}
      </ul>
    </div>
  );
}
