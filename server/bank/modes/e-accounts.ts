import { and, eq, sql } from 'drizzle-orm';
import type { BankExecutor, BankTransaction } from '#db/bank/pool.ts';
import { account } from '#db/bank/schema/book.ts';
import type { IdSource, Uuid } from '#server/primitives/ids.ts';
import { type Money, negate, ZERO } from '#server/primitives/money.ts';
import { eAccountNo } from '../book/chart.ts';
import { chunks, jsonRows } from '../book/rows.ts';
import type { Platform } from '../keys.ts';

/**
 * Opens the e-accounts that virtual accounts of a linked platform still lack: of the named ones, or of all. Does
 * nothing in the other modes.
 */
export async function openEAccounts(
  tx: BankTransaction,
  newId: IdSource,
  platformNo: string,
  openedAt: Date,
  userNos?: readonly string[],
): Promise<void> {
  const named = userNos && jsonRows(userNos.map((no) => ({ no })));
  const lacking = await tx.execute<{ id: Uuid; user_no: string }>(sql`
    select a.id, a.user_no from account a join platform p on p.platform_no = a.platform_no
      left join account e on e.platform_no = a.platform_no and e.user_no = ${eAccountNo('')} || a.user_no
    where a.platform_no = ${platformNo} and p.custody_mode = 'linked' and a.kind <> 'core' and e.id is null
      ${named ? sql`and a.user_no in (select no from json_to_recordset(${named}) as w(no text))` : sql``}`);
  const rows = lacking.map((one) => ({ id: newId(), userNo: eAccountNo(one.user_no), mirrorId: one.id }));
  for (const part of chunks(rows)) {
    await tx.execute(sql`
      insert into account (id, platform_no, user_no, kind, role, mirror_id, created_at)
      select id, ${platformNo}, "userNo", 'core', 'EACCOUNT', "mirrorId", ${openedAt.toISOString()}::timestamptz
      from json_to_recordset(${jsonRows(part)}) as e(id uuid, "userNo" text, "mirrorId" uuid)
      on conflict do nothing`);
  }
}

type Held = { available: Money; frozen: Money; float: Money };

/** What an account holds: in linked mode its e-account's money, none of it float; else the virtual account's own. */
export async function heldBy<Virtual extends Held & { userNo: string }>(
  db: BankExecutor,
  { platformNo, custodyMode }: Pick<Platform, 'platformNo' | 'custodyMode'>,
  virtual: Virtual,
): Promise<Held> {
  if (custodyMode !== 'linked') return virtual;
  const [found] = await db
    .select({ available: account.available, frozen: account.frozen })
    .from(account)
    .where(and(eq(account.platformNo, platformNo), eq(account.userNo, eAccountNo(virtual.userNo))));
  if (!found) throw new Error(`${virtual.userNo} has no e-account`);
  return { available: negate(found.available), frozen: negate(found.frozen), float: ZERO };
}
