import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { CoverageView } from '#components/trpc/outputs.ts';
import { useTRPC } from '#components/trpc/provider.tsx';

/** Who pays if the borrowers of the shown loans do not, by loan; asked for all of them at once. */
export function useCoverage(loanIds: readonly string[]): (loanId: string) => CoverageView | undefined {
  const trpc = useTRPC();
  const { data = [] } = useQuery({
    ...trpc.recourse.coverage.queryOptions({ loanIds: [...loanIds] }),
    enabled: loanIds.length > 0,
    placeholderData: keepPreviousData,
  });
  const byLoan = new Map<string, CoverageView>(data.map((coverage) => [coverage.loanId, coverage]));
  return (loanId) => byLoan.get(loanId);
}
