'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { signIn } from 'next-auth/react';
import { useState, useTransition } from 'react';

type Provider = 'credentials' | 'demo';

/**
 * Signs in and goes on to `next`. What the last person had loaded is forgotten first.
 * `error` is the refusal's code, or OFFLINE when no answer came.
 */
export function useSignIn() {
  const router = useRouter();
  const queryClient = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const [moving, begin] = useTransition();

  async function enter(provider: Provider, given: Record<string, string>, next: string): Promise<void> {
    setBusy(true);
    setError(undefined);
    try {
      const answer = await signIn(provider, { ...given, redirect: false });
      if (answer?.ok && !answer.error) {
        queryClient.clear();
        begin(() => {
          router.push(next);
          router.refresh();
        });
      } else setError(answer?.error ?? 'UNKNOWN');
    } catch {
      setError('OFFLINE');
    }
    setBusy(false);
  }

  return { enter, busy: busy || moving, error };
}
