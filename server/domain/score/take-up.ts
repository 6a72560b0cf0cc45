import type { Uuid } from '#server/primitives/ids.ts';
import type { AdminActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import { startReview } from '../loan/start-review.ts';
import { scoreApplication } from './score-application.ts';

/**
 * Takes a submitted application up and scores it. A process that ends between the two leaves an application under
 * review that has no score yet: it is scored when an officer asks.
 * @throws DomainError as `startReview`
 */
export async function takeUp(ctx: DomainContext<AdminActor>, input: { loanId: Uuid }): Promise<void> {
  await startReview(ctx, input);
  await scoreApplication(ctx, input);
}
