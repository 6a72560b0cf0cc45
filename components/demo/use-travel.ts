'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { useTRPC } from '#components/trpc/provider.tsx';
import { refusalOf } from '#components/trpc/refusal.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';

const TOLD_MS = 6_000;

/** Moves the world's time, and has every page ask anew when it has come to rest. */
export function useTravel() {
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  const [arrived, setArrived] = useState<PlainDate>();
  const travel = useMutation(
    trpc.demo.travel.mutationOptions({
      onSuccess: ({ date }) => setArrived(date),
      onSettled: async () => {
        await queryClient.invalidateQueries();
        router.refresh();
      },
    }),
  );
  useEffect(() => {
    if (!arrived) return;
    const timer = setTimeout(() => setArrived(undefined), TOLD_MS);
    return () => clearTimeout(timer);
  }, [arrived]);
  return { go: travel.mutate, busy: travel.isPending, refusal: refusalOf(travel.error), arrived };
}

export type Travel = ReturnType<typeof useTravel>;
