'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import type { LoanView } from '#components/trpc/outputs.ts';
import { useTRPC } from '#components/trpc/provider.tsx';

const LIVE_MS = 5_000;
const CALM_MS = 60_000;

/** The loan of a page, kept fresh while somebody looks: quickly while money may come in, slowly after. */
export function useLoan(loanId: string): LoanView {
  const trpc = useTRPC();
  const { data } = useSuspenseQuery({
    ...trpc.loan.page.queryOptions({ loanId }),
    refetchInterval: ({ state }) =>
      ['scheduled', 'open', 'closing', 'full', 'settling'].includes(state.data?.state ?? '') ? LIVE_MS : CALM_MS,
  });
  return data;
}
