import { useMutation } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
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

/** Keeps what is typed a moment after the last key, and says how that went: saving, until the last key is kept. */
export function useAutosave(what: Kept, fields: Fields, step: number) {
  const { keep, ...state } = useKeep();
  const now = JSON.stringify({ fields, step });
  const [kept, setKept] = useState(now);
  const latest = useRef({ what, fields, step });
  latest.current = { what, fields, step };
  const keepNow = useCallback(async (): Promise<void> => {
    const { what, fields, step } = latest.current;
    await keep(what, { fields, step });
    setKept(JSON.stringify({ fields, step }));
  }, [keep]);
  useEffect(() => {
    if (now === kept) return;
    // How it went is told by the state of the mutation.
    const timer = setTimeout(() => keepNow().catch(() => undefined), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [now, kept, keepNow]);
  return {
    ...state,
    saving: state.saving || (now !== kept && !state.failed),
    /** Keeps it now: before something that belongs to the draft is added. */
    saveNow: keepNow,
  };
}
