import type { ReactNode } from 'react';
import type { ScoreView } from '#components/trpc/outputs.ts';
import { Skeleton } from '#components/ui/skeleton.tsx';
import type { RatePpm } from '#server/primitives/rate.ts';
import { useScore } from './use-score.ts';

/** What a decision starts from: the score's grade and price, where there is a score with a grade. */
export type ScoredTerms = Readonly<{ grade: NonNullable<ScoreView['grade']>; ratePpm: RatePpm }>;

type Props = { loanId: string; children: (terms: ScoredTerms | undefined) => ReactNode };

/** Waits for the score of an application before the decision on it is drawn, so that nothing typed is replaced. */
export function ScoredStart({ loanId, children }: Props) {
  const { data: score, isPending } = useScore(loanId);
  if (isPending) return <Skeleton className="h-40" />;
  if (!score || score.grade === null || score.ratePpm === null) return children(undefined);
  return children({ grade: score.grade, ratePpm: score.ratePpm });
}
