import { and, eq, inArray, isNull, lte, or, type SQL, sql } from 'drizzle-orm';
import { instruction } from '#db/schema/custody.ts';
import { transaction } from '#db/transaction.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { DomainContext } from '../context.ts';
import type { Instruction } from './conclude.ts';
import { instructionMachine, LIVE_STATES } from './states.ts';

/** Longer than one answer of the bank may take: whoever has not written by then is thought dead. */
const LEASE_MS = 15_000;

const leaseFree = (ctx: DomainContext) =>
  or(isNull(instruction.leaseUntil), lte(instruction.leaseUntil, ctx.realNow()));

/**
 * Takes the rows under a lease and the next fencing number, and commits what that means: a new direct instruction is
 * `sent` before its request leaves, and one that was already `sent` by somebody who is gone is `unknown`.
 */
function claimWhere(ctx: DomainContext, which: SQL | undefined): Promise<Instruction[]> {
  const { created, sent } = instructionMachine;
  return transaction(ctx, (tx) =>
    tx
      .update(instruction)
      .set({
        state: sql`case when ${instruction.channel} = 'gateway' then ${instruction.state}
          when ${instruction.state} = 'created' then ${created.send} when ${instruction.state} = 'sent' then ${sent.lose}
          else ${instruction.state} end`,
        fence: sql`${instruction.fence} + 1`,
        attempts: sql`${instruction.attempts} + 1`,
        leaseUntil: new Date(ctx.realNow().getTime() + LEASE_MS),
        sentAt: sql`coalesce(${instruction.sentAt}, case when ${instruction.channel} = 'direct'
          then ${ctx.now().toISOString()}::timestamptz end)`,
      })
      .where(which)
      .returning(),
  );
}

/** Takes one instruction, due or not; undefined when it is concluded or somebody else holds its lease. */
export async function claimOne(ctx: DomainContext, id: Uuid): Promise<Instruction | undefined> {
  // While time travels only the traveller's own steps may send anything new.
  const resting =
    ctx.actor.kind === 'system'
      ? undefined
      : sql`(${instruction.state} <> 'created' or not exists (select 1 from business_clock where travelling))`;
  const [claimed] = await claimWhere(
    ctx,
    and(eq(instruction.id, id), inArray(instruction.state, [...LIVE_STATES]), leaseFree(ctx), resting),
  );
  return claimed;
}

/** Takes up to `limit` instructions whose time has come, passing over what others are taking at this moment. */
export function claimDue(ctx: DomainContext, limit: number): Promise<Instruction[]> {
  const at = ctx.realNow().toISOString();
  return claimWhere(
    ctx,
    // An array, since a joined subquery may be run again and then take more than the limit.
    sql`${instruction.id} = any (array(select due.id from ${instruction} as due
      where due.state in ('created', 'sent', 'unknown', 'accepted') and due.next_attempt_at <= ${at}::timestamptz
        and (due.lease_until is null or due.lease_until <= ${at}::timestamptz)
      order by due.next_attempt_at limit ${limit} for update skip locked))`,
  );
}

/** Moves a claimed instruction to `sent` once more, under a new lease and number, before it is sent again. */
export async function claimForResend(ctx: DomainContext, held: Instruction): Promise<Instruction | undefined> {
  const [claimed] = await transaction(ctx, (tx) =>
    tx
      .update(instruction)
      .set({
        state: instructionMachine.unknown.send,
        fence: sql`${instruction.fence} + 1`,
        leaseUntil: new Date(ctx.realNow().getTime() + LEASE_MS),
      })
      .where(heldBy(held))
      .returning(),
  );
  return claimed;
}

/** The row as its holder left it: any other state or fencing number means that somebody else has gone on with it. */
export const heldBy = (held: Instruction) =>
  and(eq(instruction.id, held.id), eq(instruction.state, held.state), eq(instruction.fence, held.fence));
