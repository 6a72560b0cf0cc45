'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useTRPC } from '#components/trpc/provider.tsx';
import { type Refusal, refusalOf } from '#components/trpc/refusal.ts';
import { newRequestId } from '#components/trpc/request-id.ts';
import type { Money } from '#server/primitives/money.ts';

const ASK_AGAIN_MS = 2_000;

/** Where a bid stands. It is never shown as done before the bank has frozen the money. */
export type BidPhase =
  | { name: 'editing' }
  | { name: 'freezing' }
  /** No answer came: asked again under the same id until one does. */
  | { name: 'checking' }
  | { name: 'frozen' }
  | { name: 'failed'; bankCode: string | null }
  | { name: 'refused'; refusal: Refusal };

const isDoubt = (refusal: Refusal): boolean =>
  refusal.code === 'OFFLINE' || refusal.code === 'UNKNOWN' || refusal.httpStatus >= 500;

/** Places a bid and follows it to its end: one id per form, whatever happens to the connection in between. */
export function useBid(loanId: string) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const requestId = useRef(newRequestId());
  const place = useMutation(trpc.bidding.place.mutationOptions());
  const { mutate, variables, data: placed, error } = place;
  const refusal = refusalOf(error);
  const doubt = refusal !== undefined && isDoubt(refusal);
  const freezing = placed?.state === 'freezing';
  const watch = useQuery({
    ...trpc.bidding.mine.queryOptions({ loanId }),
    enabled: freezing,
    refetchInterval: freezing ? ASK_AGAIN_MS : false,
  });
  const seen = freezing ? watch.data?.find((bid) => bid.bidId === placed.bidId) : undefined;
  const state = seen?.state ?? placed?.state;
  const ended = state !== undefined && state !== 'freezing';

  useEffect(() => {
    if (!doubt || place.isPending || !variables) return;
    const timer = setTimeout(() => mutate(variables), ASK_AGAIN_MS);
    return () => clearTimeout(timer);
  }, [doubt, place.isPending, variables, mutate]);

  useEffect(() => {
    if (ended) void queryClient.invalidateQueries();
  }, [ended, queryClient]);

  const phase = ((): BidPhase => {
    if (doubt || (place.isPending && place.failureCount > 0)) return { name: 'checking' };
    if (place.isPending || state === 'freezing') return { name: 'freezing' };
    if (state === 'failed') return { name: 'failed', bankCode: seen?.failure ?? placed?.failure ?? null };
    if (state) return { name: 'frozen' };
    return refusal ? { name: 'refused', refusal } : { name: 'editing' };
  })();

  return {
    phase,
    amount: variables?.amount as Money | undefined,
    send: (amount: Money) => mutate({ requestId: requestId.current, loanId, amount }),
    /** Another bid is another request. */
    again: () => {
      requestId.current = newRequestId();
      place.reset();
    },
  };
}
