import { setTimeout as delay } from 'node:timers/promises';
import { and, inArray, sql } from 'drizzle-orm';
import { instruction } from '#db/schema/custody.ts';
import { transaction } from '#db/transaction.ts';
import type { SystemActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import { countSent } from '../custody/queries.ts';
import { runOutbox } from '../custody/run-outbox.ts';

const AT_ONCE = 500;
/** The bank does an accepted trade in a moment; asking sooner only asks twice. What takes longer is asked less often. */
const FIRST_PAUSE_MS = 15;
const LONGEST_PAUSE_MS = 500;

/** Instructions that wait for the bank's word need not rest between questions while everybody waits for them. */
async function askNow(ctx: DomainContext): Promise<void> {
  await transaction(ctx, (tx) =>
    tx
      .update(instruction)
      .set({ nextAttemptAt: ctx.realNow() })
      .where(
        and(
          inArray(instruction.state, ['accepted', 'unknown']),
          sql`${instruction.nextAttemptAt} > ${ctx.realNow().toISOString()}::timestamptz`,
        ),
      ),
  );
}

/** How many instructions still have something to come, gateway pages with a customer on them left out. */
async function countLive(ctx: DomainContext): Promise<number> {
  const [row] = await ctx.db
    .select({ count: sql<number>`count(*)::integer` })
    .from(instruction)
    .where(
      sql`${instruction.state} in ('created', 'sent', 'unknown', 'accepted') and ${instruction.channel} = 'direct'`,
    );
  return row?.count ?? 0;
}

/**
 * Carries the outbox to the bank until nothing waits for an answer, or `patienceMs` of real time have passed: an
 * instruction that the bank does not answer must not stop time. `between` does what has become possible meanwhile.
 * @returns whether everything has been answered
 */
export async function drain(
  ctx: DomainContext<SystemActor>,
  between: () => Promise<number>,
  patienceMs: number,
): Promise<boolean> {
  const until = performance.now() + patienceMs;
  for (let pauseMs = FIRST_PAUSE_MS; ; ) {
    const { taken } = await runOutbox(ctx, AT_ONCE);
    const done = await between();
    if (taken + done === 0 && (await countLive(ctx)) === 0) return true;
    if (performance.now() > until) return false;
    if (taken + done > 0) continue;
    await delay(pauseMs);
    pauseMs = Math.min(LONGEST_PAUSE_MS, 2 * pauseMs);
    await askNow(ctx);
  }
}

/** Waits until no direct instruction is between leaving and its answer. @returns false when patience ran out */
export async function untilNothingIsSent(ctx: DomainContext<SystemActor>, patienceMs: number): Promise<boolean> {
  const until = performance.now() + patienceMs;
  while ((await countSent(ctx.db)) > 0) {
    if (performance.now() > until) return false;
    await delay(FIRST_PAUSE_MS);
  }
  return true;
}
