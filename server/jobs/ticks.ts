import type { SystemActor } from '../domain/actors.ts';
import { closeListings } from '../domain/bidding/close-listings.ts';
import { resumeReleases } from '../domain/bidding/resume-releases.ts';
import type { DomainContext } from '../domain/context.ts';
import { runOutbox } from '../domain/custody/run-outbox.ts';
import { dayEndTick } from '../domain/day-end/tick.ts';
import { advanceProjects } from '../domain/loan/advance-projects.ts';
import { openScheduledLoans } from '../domain/loan/open-scheduled-loans.ts';
import { collectFunded } from '../domain/repayment/collect-funded.ts';
import { resumeDistributions } from '../domain/repayment/resume-distributions.ts';
import { settleFullLoans } from '../domain/settlement/settle-full-loans.ts';

/** Something the worker does when there is any of it to do. */
export type Tick = Readonly<{
  name: string;
  /** How much was done: above 0, the worker comes round again at once. Many workers may run it at the same time. */
  run: (ctx: DomainContext<SystemActor>) => Promise<number>;
}>;

const AT_ONCE = 200;

async function outbox(ctx: DomainContext<SystemActor>): Promise<number> {
  const { taken, errors } = await runOutbox(ctx, AT_ONCE);
  if (errors.length > 0) throw new AggregateError(errors, `${errors.length} of ${taken} instructions met an error`);
  return taken;
}

/** What the worker does, in this order, round and round. */
export const TICKS: readonly Tick[] = [
  { name: 'outbox', run: outbox },
  { name: 'open-scheduled-loans', run: openScheduledLoans },
  { name: 'close-listings', run: closeListings },
  { name: 'resume-releases', run: resumeReleases },
  { name: 'settle-full-loans', run: settleFullLoans },
  { name: 'resume-distributions', run: resumeDistributions },
  { name: 'collect-funded', run: collectFunded },
  { name: 'advance-projects', run: advanceProjects },
  { name: 'day-end', run: dayEndTick },
];
