import type { DomainContext } from '../context.ts';
import { claimDue } from './claim.ts';
import type { Instruction } from './conclude.ts';
import { proceed } from './proceed.ts';
import { postpone } from './write-outcome.ts';

/** How many instructions of one sweep are at the bank at once. */
const LANES = 8;

export type Sweep = Readonly<{ taken: number; errors: readonly unknown[] }>;

/** One instruction, come what may: an error lets go of it, and it is asked about after a pause. */
async function proceedSafely(ctx: DomainContext, held: Instruction, errors: unknown[]): Promise<void> {
  try {
    await proceed(ctx, held);
  } catch (error) {
    errors.push(error);
    const lost = held.state === 'sent' && held.channel === 'direct' ? 'lose' : undefined;
    await postpone(ctx, held, lost).catch((second: unknown) => errors.push(second));
  }
}

/**
 * One sweep of the outbox: sends what is due, asks about what is in doubt, ends pages that were left. Any number of
 * sweeps may run at once; each instruction is taken by one of them.
 * @param limit instructions to take at the most
 * @returns how many were taken, and errors of this side (not the bank's refusals), for the log
 */
export async function runOutbox(ctx: DomainContext, limit: number): Promise<Sweep> {
  const errors: unknown[] = [];
  const first = await claimDue(ctx, Math.min(LANES, limit));
  let taken = first.length;
  const lane = async (start: Instruction): Promise<void> => {
    for (let held: Instruction | undefined = start; held; ) {
      await proceedSafely(ctx, held, errors);
      if (taken >= limit) return;
      taken += 1;
      [held] = await claimDue(ctx, 1);
      if (!held) taken -= 1;
    }
  };
  await Promise.all(first.map(lane));
  return { taken, errors };
}
