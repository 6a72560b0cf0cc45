import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useTRPC } from '#components/trpc/provider.tsx';
import type { Fields } from './answers.ts';

const PAUSE_MS = 700;

/** Keeps the draft a moment after the last key, and says how that went. Without an id nothing is kept. */
export function useAutosave(draftId: string | undefined, fields: Fields, step: number) {
  const trpc = useTRPC();
  const { mutate, mutateAsync, isPending, isError, data } = useMutation(trpc.application.saveDraft.mutationOptions());
  const kept = useRef(JSON.stringify({ fields, step }));
  useEffect(() => {
    const now = JSON.stringify({ fields, step });
    if (!draftId || now === kept.current) return;
    const timer = setTimeout(() => {
      kept.current = now;
      mutate({ draftId, fields, step });
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [draftId, fields, step, mutate]);
  return {
    saving: isPending,
    failed: isError,
    savedAt: data?.savedAt,
    /** Keeps it now: before something that belongs to the draft is added. */
    saveNow: async (): Promise<void> => {
      kept.current = JSON.stringify({ fields, step });
      if (draftId) await mutateAsync({ draftId, fields, step });
    },
  };
}
