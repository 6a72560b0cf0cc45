'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useRef } from 'react';
import { useTRPC } from '#components/trpc/provider.tsx';
import { newRequestId } from '#components/trpc/request-id.ts';
import type { Money } from '#server/primitives/money.ts';

/** Pays an amount of what has fallen due of a loan: once for one id, whatever the network does. */
export function usePayment(loanId: string) {
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  const requestId = useRef(newRequestId());
  const pay = useMutation(
    trpc.repayment.pay.mutationOptions({
      onSuccess: async () => {
        requestId.current = newRequestId();
        await queryClient.invalidateQueries();
        router.refresh();
      },
    }),
  );
  /** Another amount is another request. */
  const asked = useRef<Money>(undefined);
  const send = (amount: Money) => {
    if (asked.current !== undefined && asked.current !== amount) requestId.current = newRequestId();
    asked.current = amount;
    pay.mutate({ requestId: requestId.current, loanId, amount });
  };
  return { pay, send };
}
