import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '#components/trpc/provider.tsx';

/** The newest score of an application as the staff may see it; null before the first. */
export function useScore(loanId: string) {
  const trpc = useTRPC();
  return useQuery(trpc.score.ofLoan.queryOptions({ loanId }));
}
