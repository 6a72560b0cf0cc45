import { cancelWithdrawal } from '#server/domain/cash/cancel-withdrawal.ts';
import { yuan } from '#server/testing/customers.ts';
import { takeWithdrawal } from '#server/testing/withdrawing.ts';
import type { People } from './people.ts';
import { type PlannedWithdrawal, WITHDRAWALS } from './plan.ts';
import type { Stage } from './stage.ts';

async function play(stage: Stage, people: People, { investor: name, amount, fate }: PlannedWithdrawal, number: number) {
  const investor = people.investors.get(name);
  if (!investor) throw new Error(`nobody is called ${name}`);
  const wiring = stage.line(`withdrawal ${number}`);
  const context = () => wiring.contextFor(investor.actor);
  const ctx = await context();
  // Where the bank is linked, members take their money from their e-accounts without us.
  if (ctx.custody.mode === 'linked') return;
  const withdrawalId = await takeWithdrawal({ wiring }, { ...investor, context }, yuan(amount), { patienceMs: 0 });
  if (fate === 'cancelled') await cancelWithdrawal(await context(), { requestId: ctx.newId(), withdrawalId });
}

/** What investors take out on a day of the world, after its bids. */
export async function playWithdrawals(stage: Stage, people: People, day: number): Promise<void> {
  for (const [index, planned] of WITHDRAWALS.entries())
    if (planned.day === day) await play(stage, people, planned, index + 1);
}
