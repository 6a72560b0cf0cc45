import { type SQL, sql } from 'drizzle-orm';
import { columnOf } from '#db/arrays.ts';
import { type Transaction, transaction } from '#db/transaction.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { SystemActor } from '../actors.ts';
import { withdrawalMachine } from '../cash/withdrawal-states.ts';
import type { DomainContext } from '../context.ts';
import { dispatchMany } from '../custody/dispatch-many.ts';
import { enqueueMany, type NewInstruction } from '../custody/enqueue.ts';
import { newRequestNo } from '../custody/request-no.ts';

type Ctx = DomainContext<SystemActor>;
type Row = { account_id: Uuid; id: Uuid; instruction_id: Uuid; request_no: string };

const AT_ONCE = 1_000;
/** What the bank has refused is asked about, and let go again after this long on the business clock. */
const RETRY_AFTER_MS = 10 * 60_000;

/** Two people have let the payouts of a red day go. */
const releasedByTwo: SQL = sql`exists (select 1 from day_release r
  where r.business_date = w.held_on and r.state = 'released')`;

/** The day on which the bank took the withdrawal `w` in agrees, or is signed, or was let go by two people. */
const dayAgrees: SQL = sql`(${releasedByTwo} or exists (select 1 from reconciliation c
  where c.business_date = w.held_on and c.state in ('green', 'signed')))`;

/** The bank has taken the withdrawal `w` in on a business date and holds it. */
export const heldOn = (date: PlainDate): SQL => sql`w.state = 'held' and w.held_on = ${date}::date`;

/** The day's own step has been through: what is let go now was heard of, or became possible, after it. */
const dayIsThrough: SQL = sql`(${releasedByTwo} or exists (select 1 from day_step s
  where s.business_date = w.held_on and s.step = 'payouts' and s.state = 'done'))`;

/** Nothing leaves the account of a borrower while a loan is being paid out to it. */
const nothingSettles: SQL = sql`not exists (select 1 from loan l
  where l.borrower_account_id = w.account_id and l.state = 'settling')`;

/** The bank has not refused it, or has been asked since and a while has passed. */
function isQuiet(ctx: Ctx): SQL {
  const since = new Date(ctx.now().getTime() - RETRY_AFTER_MS).toISOString();
  return sql`(w.error_code is null or w.asked_at is not null and not exists (select 1 from instruction i
    where i.account_id = w.account_id and i.subject->>'withdrawId' = w.instruction_id::text
      and i.concluded_at > ${since}::timestamptz))`;
}

const auditOf = (tx: Transaction, ctx: Ctx, rows: readonly Row[], to: string) =>
  tx.execute(sql`
    insert into audit (id, at, business_date, actor_kind, verb, object_type, object_id, from_state, to_state)
    select line.id, ${ctx.now().toISOString()}::timestamptz, ${ctx.businessDate}::date, 'system', 'withdrawal-release',
      'withdrawal', line.object_id, 'held', ${to}
    from unnest(${columnOf('uuid', rows, () => ctx.newId())}, ${columnOf('uuid', rows, (row) => row.id)})
      as line (id, object_id)`);

/** Moves what may leave to `releasing` and tells the bank so, each by one process. */
const begin = (ctx: Ctx, which: SQL): Promise<Uuid[]> =>
  transaction(ctx, async (tx) => {
    const { release } = withdrawalMachine.held;
    const rows = await tx.execute<Row>(sql`
      update withdrawal set state = ${release}
      where (account_id, id) in (select w.account_id, w.id from withdrawal w
        where w.state = 'held' and ${isQuiet(ctx)} and ${nothingSettles} and ${which} order by w.account_id, w.id limit ${AT_ONCE} for update skip locked)
      returning account_id, id, instruction_id, request_no`);
    if (rows.length === 0) return [];
    await auditOf(tx, ctx, rows, release);
    ctx.failpoint('payout.releasing');
    const orders = rows.map((row): NewInstruction => {
      const terms = { kind: 'release-payout', service: 'CONFIRM_WITHDRAW', channel: 'direct' } as const;
      const subject = { withdrawId: row.instruction_id };
      const reqData = { preTransactionNo: row.request_no };
      return { ...terms, subject, reqData, requestNo: newRequestNo(ctx), accountId: row.account_id };
    });
    return enqueueMany(tx, ctx, orders);
  });

async function release(ctx: Ctx, which: SQL): Promise<number> {
  let released = 0;
  for (;;) {
    const asked = await begin(ctx, which);
    ctx.failpoint('payout.released');
    await dispatchMany(ctx, asked);
    released += asked.length;
    if (asked.length < AT_ONCE) return released;
  }
}

/**
 * Lets every withdrawal go that the bank has taken in on a business date, once that day agrees, is signed, or was
 * released by two people; a red day holds all of them. Harmless when repeated.
 * @returns how many the bank was told to pay, and how many are held back by their day
 */
export async function releasePayouts(ctx: Ctx, date: PlainDate): Promise<{ released: number; held: number }> {
  const released = await release(ctx, sql`${heldOn(date)} and ${dayAgrees}`);
  const [left] = await ctx.db.execute<{ held: number }>(sql`
    select count(*)::int as held from withdrawal w
    where ${heldOn(date)} and not ${dayAgrees}`);
  return { released, held: left?.held ?? 0 };
}

/**
 * Lets go what became possible after its day's own step: heard of late, released by two people, refused before, or
 * whose holder's loan has been settled. @returns how many
 */
export const releaseLatePayouts = (ctx: Ctx): Promise<number> => release(ctx, sql`${dayAgrees} and ${dayIsThrough}`);
