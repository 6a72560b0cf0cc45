import { and, desc, eq } from 'drizzle-orm';
import { score } from '#db/schema/scores.ts';
import type { Transaction } from '#db/transaction.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { Money } from '#server/primitives/money.ts';

/**
 * Whether an offer goes beyond what the application's newest counting score allows: more than its grade may borrow, or
 * anything at all where the score has no grade or a rule has knocked it out. One officer alone may not go so far. An
 * application that was never scored has nothing to go beyond.
 */
export async function isBeyondScore(tx: Transaction, loanId: Uuid, amount: Money): Promise<boolean> {
  const [counting] = await tx
    .select({ knockedOut: score.knockedOut, amountLimit: score.amountLimit })
    .from(score)
    .where(and(eq(score.loanId, loanId), eq(score.shadow, false)))
    .orderBy(desc(score.id))
    .limit(1);
  if (!counting) return false;
  return counting.knockedOut || counting.amountLimit === null || amount > counting.amountLimit;
}
