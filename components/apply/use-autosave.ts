import { useMutation } from '@tanstack/react-query';
import { useCallback, useEffect, useRef } from 'react';
import { useTRPC } from '#components/trpc/provider.tsx';
import type { Fields } from './answers.ts';

const PAUSE_MS = 700;

/** A draft of a new application, or the returned loan that is being changed. */
export type Kept = Readonly<{ draftId: string } | { loanId: string }>;
type Written = Readonly<{ fields: Fields; step: number }>;

function useKeep() {
  const trpc = useTRPC();
  const draft = useMutation(trpc.application.saveDraft.mutationOptions());
  const changes = useMutation(trpc.application.saveChanges.mutationOptions());
  const [saveDraft, saveChanges] = [draft.mutateAsync, changes.mutateAsync];
  const keep = useCallback(
    async (what: Kept, written: Written): Promise<void> => {
      await ('loanId' in what ? saveChanges({ ...what, ...written }) : saveDraft({ ...what, ...written }));
    },
    [saveDraft, saveChanges],
  );
  return {
    keep,
    saving: draft.isPending || changes.isPending,
    failed: draft.isError || changes.isError,
    savedAt: draft.data?.savedAt ?? changes.data?.savedAt,
  };
}

/** Keeps what is typed a moment after the last key, and says how that went. */
export function useAutosave(what: Kept, fields: Fields, step: number) {
  const { keep, ...state } = useKeep();
  const kept = useRef(JSON.stringify({ fields, step }));
  const latest = useRef(what);
  useEffect(() => {
    const now = JSON.stringify({ fields, step });
    if (now === kept.current) return;
    const timer = setTimeout(() => {
      kept.current = now;
      // How it went is told by the state of the mutation.
      keep(latest.current, { fields, step }).catch(() => undefined);
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [fields, step, keep]);
  return {
    ...state,
    /** Keeps it now: before something that belongs to the draft is added. */
    saveNow: async (): Promise<void> => {
      kept.current = JSON.stringify({ fields, step });
      await keep(latest.current, { fields, step });
    },
  };
}
