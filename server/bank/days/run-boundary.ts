import { sql } from 'drizzle-orm';
import { dayRun } from '#db/bank/schema/desk.ts';
import { repayAdvances } from '../cash/advance.ts';
import { finishUnderWay, remitQueued } from '../cash/run-payouts.ts';
import { report } from '../report.ts';
import type { Step } from './boundaries.ts';
import type { BoundaryWork } from './boundary-work.ts';
import { matchChannels } from './match-channels.ts';
import { channelsPay, floatArrives } from './settle-channels.ts';
import { platformsInDoubt } from './total-checks.ts';

type Run = (work: BoundaryWork) => Promise<number>;

/** 00:00: the date rolls. What every account holds and what is still frozen is set down. */
const takeBalances: Run = async ({ tx, boundary: { date } }) => {
  const balances = await tx.execute(sql`
    insert into balance_day (platform_no, date, account_id, available, frozen, float)
    select platform_no, ${date}::date, id, available, frozen, float from account on conflict do nothing`);
  await tx.execute(sql`
    insert into freeze_day (platform_no, date, request_no, amount, used, cancelled)
    select platform_no, ${date}::date, request_no, amount, used, cancelled from "freeze"
    where used + cancelled < amount on conflict do nothing`);
  return balances.count;
};

/**
 * 09:10: what the channels paid for arrives, what the bank has lent is paid back out of it, and queued payouts leave,
 * where the totals agree.
 */
const openTheDay: Run = async (work) => {
  const { tx, newId, boundary } = work;
  const arrived = await floatArrives(work);
  await repayAdvances(tx, newId, boundary.at);
  const inDoubt = await platformsInDoubt(tx);
  for (const platformNo of inDoubt) report(`day end of ${platformNo}`, new Error('the totals disagree: no payouts'));
  return arrived + (await remitQueued(work, boundary.at, inDoubt));
};

const RUNS: Readonly<Record<Step, Run>> = {
  '00:00': takeBalances,
  '00:10': matchChannels,
  '09:00': channelsPay,
  '09:10': openTheDay,
};

/** Runs one boundary of the bank's day inside the caller's transaction, after what must have ended before it. */
export async function runBoundary(work: BoundaryWork): Promise<void> {
  const { tx, boundary } = work;
  await finishUnderWay(work, boundary.at);
  const rows = await RUNS[boundary.step](work);
  await tx
    .insert(dayRun)
    .values({ date: boundary.date, step: boundary.step, rows, ranAt: boundary.at })
    .onConflictDoNothing();
}
