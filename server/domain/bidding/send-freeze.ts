import type { Uuid } from '#server/primitives/ids.ts';
import type { DomainContext } from '../context.ts';
import { dispatch } from '../custody/dispatch.ts';

/** Freezes of one process that may be at the bank at once; a hot loan must not take every connection. */
const LANES = 8;

const underWay = new Map<Uuid, Promise<void>>();
const waiting: (() => void)[] = [];
let free = LANES;

async function withinLane(work: () => Promise<unknown>): Promise<void> {
  if (free > 0) free -= 1;
  else await new Promise<void>((go) => waiting.push(go));
  try {
    await work();
  } catch {
    // The instruction stands in the outbox: the worker goes on with it, and reports what is wrong.
  } finally {
    const next = waiting.shift();
    if (next) next();
    else free += 1;
  }
}

/** Sends the freeze of a bid and waits for its end here; repeated calls for one freeze wait for the same end. */
export function sendFreeze(ctx: DomainContext, instructionId: Uuid): Promise<void> {
  const started = underWay.get(instructionId);
  if (started) return started;
  const sending = withinLane(() => dispatch(ctx, instructionId)).finally(() => underWay.delete(instructionId));
  underWay.set(instructionId, sending);
  return sending;
}
