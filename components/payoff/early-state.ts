'use client';

import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '#components/trpc/provider.tsx';

type Begun = { collectionId: string; state: string } | undefined;

const REFRESH_MS = 1_000;
const isOver = (state: string | undefined): boolean => state === 'paid' || state === 'failed';

/** How a payment stands that was begun here: asked again until it has ended, and no more. */
export function useEarlyState(loanId: string, begun: Begun): string | undefined {
  const trpc = useTRPC();
  const { data } = useQuery({
    ...trpc.prepayment.outcome.queryOptions({ loanId, collectionId: begun?.collectionId ?? loanId }),
    enabled: begun !== undefined && !isOver(begun.state),
    refetchInterval: (query) => (isOver(query.state.data?.state) ? false : REFRESH_MS),
  });
  return data?.state ?? begun?.state;
}
