import type { ReactNode } from 'react';
import type { ScoreView } from '#components/trpc/outputs.ts';
import { Skeleton } from '#components/ui/skeleton.tsx';
import type { Money } from '#server/primitives/money.ts';
import type { RatePpm } from '#server/primitives/rate.ts';
import { useScore } from './use-score.ts';

/** What a decision starts from: the score's grade and price where it has them, and how much it lets one officer offer. */
export type ScoredTerms = Readonly<{
  grade: ScoreView['grade'];
  ratePpm: RatePpm | null;
  /** Null: nothing, since it has no grade or a rule has knocked it out. */
  amountLimit: Money | null;
}>;

type Props = { loanId: string; children: (terms: ScoredTerms | undefined) => ReactNode };

/** Waits for the score of an application before the decision on it is drawn, so that nothing typed is replaced. */
export function ScoredStart({ loanId, children }: Props) {
  const { data: score, isPending } = useScore(loanId);
  if (isPending) return <Skeleton className="h-40" />;
  if (!score) return children(undefined);
  const { grade, ratePpm, amountLimit, knockedOut } = score;
  return children({ grade, ratePpm, amountLimit: knockedOut ? null : amountLimit });
}
