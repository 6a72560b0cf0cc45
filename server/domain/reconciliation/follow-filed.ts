import { sql } from 'drizzle-orm';
import { transaction } from '#db/transaction.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';
import type { SystemActor } from '../actors.ts';
import { followWhere } from '../cash/follow-withdrawals.ts';
import type { DomainContext } from '../context.ts';

/** Column of the BACKROLL_RECHARGE file that names the withdrawal, counted from 1. */
const WITHDRAWAL_COLUMN = 15;

/**
 * Brings withdrawals that stand in the staged files of a date up to what the files tell: those whose notify was lost
 * are asked about, and the bank's own numbers of what came back are written down. @returns how many were asked about
 */
export async function followFiled(ctx: DomainContext<SystemActor>, date: PlainDate): Promise<number> {
  const asked = await followWhere(
    ctx,
    sql`w.state not in ('asked', 'failed', 'cancelled', 'returned') and (
      w.state <> 'succeeded' and exists (select 1 from checkfile_row c where c.business_date = ${date}::date
        and c.file = 'WITHDRAW' and c.request_no = w.request_no)
      or exists (select 1 from checkfile_row c where c.business_date = ${date}::date
        and c.file = 'BACKROLL_RECHARGE' and split_part(c.raw, ',', ${WITHDRAWAL_COLUMN}) = w.request_no))`,
  );
  await transaction(ctx, (tx) =>
    tx.execute(sql`
      update withdrawal w set return_no = c.request_no from checkfile_row c
      where c.business_date = ${date}::date and c.file = 'BACKROLL_RECHARGE'
        and split_part(c.raw, ',', ${WITHDRAWAL_COLUMN}) = w.request_no and w.return_no is null`),
  );
  return asked;
}
