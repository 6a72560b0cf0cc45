import type { SystemActor } from '../actors.ts';
import { closeListings } from '../bidding/close-listings.ts';
import { resumeReleases } from '../bidding/resume-releases.ts';
import type { DomainContext } from '../context.ts';
import { advanceProjects } from '../loan/advance-projects.ts';
import { openScheduledLoans } from '../loan/open-scheduled-loans.ts';
import { collectFunded } from '../repayment/collect-funded.ts';
import { resumeDistributions } from '../repayment/resume-distributions.ts';
import { settleFullLoans } from '../settlement/settle-full-loans.ts';

/** What becomes possible by rule while others act: the worker does it all day, a journey at each boundary. */
const RULES: readonly ((ctx: DomainContext<SystemActor>) => Promise<number>)[] = [
  openScheduledLoans,
  closeListings,
  resumeReleases,
  settleFullLoans,
  collectFunded,
  resumeDistributions,
  advanceProjects,
];

/** One round of all rules. @returns how much was done */
export async function runByRule(ctx: DomainContext<SystemActor>): Promise<number> {
  let done = 0;
  for (const rule of RULES) done += await rule(ctx);
  return done;
}
