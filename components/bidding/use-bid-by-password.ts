'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useRef } from 'react';
import { useTRPC } from '#components/trpc/provider.tsx';
import { refusalOf } from '#components/trpc/refusal.ts';
import { newRequestId } from '#components/trpc/request-id.ts';
import type { Money } from '#server/primitives/money.ts';

type Authorisation = { kind: string; amountLimit: Money | null };

/** Whether bids of this amount are authorised at the bank. The server decides, and knows when it ends. */
export function isAuthorised(authorisations: readonly Authorisation[], amount: Money): boolean {
  const tender = authorisations.find(({ kind }) => kind === 'TENDER');
  return tender !== undefined && (tender.amountLimit === null || amount <= tender.amountLimit);
}

/** Reserves a bid and goes to the bank's page, where it is frozen by password. One id until it is refused. */
export function useBidByPassword(loanId: string) {
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  const requestId = useRef(newRequestId());
  const place = useMutation(
    trpc.bidding.placeByPassword.mutationOptions({
      onSuccess: ({ instructionId }) => {
        requestId.current = newRequestId();
        void queryClient.invalidateQueries();
        router.push(`/custody/go/${instructionId}`);
      },
      onError: () => {
        requestId.current = newRequestId();
      },
    }),
  );
  return {
    refusal: refusalOf(place.error),
    send: (amount: Money) => place.mutate({ requestId: requestId.current, loanId, amount }),
  };
}
