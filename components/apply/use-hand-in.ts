import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useRef } from 'react';
import { useTRPC } from '#components/trpc/provider.tsx';
import { refusalOf } from '#components/trpc/refusal.ts';
import { newRequestId } from '#components/trpc/request-id.ts';
import type { Answers } from './answers.ts';

type Target = { draftId?: string; loanId?: string };

/** Hands the application in, or in again, and goes to where it is followed. A refused one may be changed and sent anew. */
export function useHandIn({ draftId, loanId }: Target) {
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  const requestId = useRef(newRequestId());
  const callbacks = {
    onSuccess: async () => {
      await queryClient.invalidateQueries();
      // The way back leads past the form: what has been handed in is not to be found in it again.
      router.replace('/borrow');
      router.refresh();
    },
    onError: (error: unknown) => {
      const refusal = refusalOf(error);
      if (refusal && refusal.httpStatus > 0 && refusal.httpStatus < 500) requestId.current = newRequestId();
    },
  };
  const first = useMutation(trpc.application.handIn.mutationOptions(callbacks));
  const again = useMutation(trpc.application.handInAgain.mutationOptions(callbacks));
  return {
    busy: first.isPending || first.isSuccess || again.isPending || again.isSuccess,
    error: first.error ?? again.error,
    send: (answers: Answers) =>
      loanId
        ? again.mutate({ ...answers, loanId, requestId: requestId.current })
        : first.mutate({ ...answers, draftId, requestId: requestId.current }),
  };
}
