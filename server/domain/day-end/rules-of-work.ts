import type { SystemActor } from '../actors.ts';
import { closeListings } from '../bidding/close-listings.ts';
import { resumeReleases } from '../bidding/resume-releases.ts';
import { collectReceivables } from '../cash/collect-receivables.ts';
import { followWithdrawals } from '../cash/follow-withdrawals.ts';
import type { DomainContext } from '../context.ts';
import { resumeCorrections } from '../correction/resume-corrections.ts';
import { advanceProjects } from '../loan/advance-projects.ts';
import { openScheduledLoans } from '../loan/open-scheduled-loans.ts';
import { followWithdrawalOrders } from '../platform/follow-withdrawal-orders.ts';
import { releaseLatePayouts } from '../reconciliation/release-payouts.ts';
import { collectFunded } from '../repayment/collect-funded.ts';
import { resumeDistributions } from '../repayment/resume-distributions.ts';
import { fundReserves } from '../settlement/fund-reserves.ts';
import { settleFullLoans } from '../settlement/settle-full-loans.ts';

/** Something that happens by rule when it has become possible. */
export type WorkRule = Readonly<{
  name: string;
  /** How much was done. Many processes may run it at the same time. */
  run: (ctx: DomainContext<SystemActor>) => Promise<number>;
}>;

/** What happens by rule, in this order: the worker sees to it all day, a journey through time at each boundary. */
export const WORK_RULES: readonly WorkRule[] = [
  { name: 'open-scheduled-loans', run: openScheduledLoans },
  { name: 'close-listings', run: closeListings },
  { name: 'resume-releases', run: resumeReleases },
  { name: 'collect-receivables', run: collectReceivables },
  { name: 'settle-full-loans', run: settleFullLoans },
  { name: 'fund-reserves', run: fundReserves },
  { name: 'resume-distributions', run: resumeDistributions },
  { name: 'collect-funded', run: collectFunded },
  { name: 'advance-projects', run: advanceProjects },
  { name: 'follow-withdrawals', run: followWithdrawals },
  { name: 'follow-withdrawal-orders', run: followWithdrawalOrders },
  { name: 'resume-corrections', run: resumeCorrections },
  { name: 'release-late-payouts', run: releaseLatePayouts },
];

/** One round of all rules. @returns how much was done */
export async function workByRule(ctx: DomainContext<SystemActor>): Promise<number> {
  let done = 0;
  for (const rule of WORK_RULES) done += await rule.run(ctx);
  return done;
}
