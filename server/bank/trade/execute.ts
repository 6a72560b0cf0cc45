import { and, eq, sql } from 'drizzle-orm';
import type { BankTransaction } from '#db/bank/pool.ts';
import { project } from '#db/bank/schema/projects.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';
import type { IdSource, Uuid } from '#server/primitives/ids.ts';
import { fen, type Money, minus, ZERO } from '#server/primitives/money.ts';
import { lockFreezes, saveFreezes } from '../book/freezes.ts';
import { chunks, jsonRows } from '../book/rows.ts';
import { saveBook } from '../book/save.ts';
import { lockAccounts } from '../book/working-set.ts';
import { runTrade, type TradeGround, type WorkingProject } from './engine.ts';
import type { WantedTrade } from './lines.ts';

type Moment = { platformNo: string; at: Date; businessDate: PlainDate };

async function lockProject(
  tx: BankTransaction,
  platformNo: string,
  projectNo: string | null,
): Promise<WorkingProject | undefined> {
  if (projectNo === null) return undefined;
  const [found] = await tx
    .select()
    .from(project)
    .where(and(eq(project.platformNo, platformNo), eq(project.projectNo, projectNo)))
    .for('update');
  return found && { ...found, pledgedBefore: found.pledged };
}

/** Holdings stand under the project's lock. Only the accounts of this trade are read. */
async function readHoldings(
  tx: BankTransaction,
  platformNo: string,
  projectNo: string | null,
  accountIds: readonly Uuid[],
): Promise<Map<Uuid, Money>> {
  if (projectNo === null) return new Map();
  const wanted = jsonRows(accountIds.map((id) => ({ id })));
  const rows = await tx.execute<{ account_id: Uuid; amount: string }>(sql`
    select account_id, amount from holding where platform_no = ${platformNo} and project_no = ${projectNo}
      and account_id in (select id from json_to_recordset(${wanted}) as w(id uuid))`);
  return new Map(rows.map((row) => [row.account_id, fen(BigInt(row.amount))]));
}

async function saveHoldings(
  tx: BankTransaction,
  platformNo: string,
  projectNo: string,
  before: ReadonlyMap<Uuid, Money>,
  after: ReadonlyMap<Uuid, Money>,
): Promise<void> {
  const changed = [...after].filter(([accountId, amount]) => before.get(accountId) !== amount);
  for (const part of chunks(changed.map(([accountId, amount]) => ({ accountId, amount })))) {
    await tx.execute(sql`
      insert into holding (platform_no, project_no, account_id, amount)
      select ${platformNo}, ${projectNo}, "accountId", amount
      from json_to_recordset(${jsonRows(part)}) as held("accountId" uuid, amount bigint)
      on conflict (platform_no, project_no, account_id) do update set amount = excluded.amount`);
  }
}

async function saveProject(
  tx: BankTransaction,
  platformNo: string,
  changed: WorkingProject,
  released: Money,
): Promise<void> {
  await tx
    .update(project)
    .set({
      pledged: minus(changed.pledgedBefore, released),
      loanAmount: changed.loanAmount,
      repaidPrincipal: changed.repaidPrincipal,
      repaidInterest: changed.repaidInterest,
    })
    .where(and(eq(project.platformNo, platformNo), eq(project.projectNo, changed.projectNo)));
}

/**
 * Executes a trade inside the caller's transaction: locks project, freezes and accounts, runs it in memory, writes
 * the outcome set-based. Throws Refusal with nothing written. Answers the commission in it.
 */
export async function executeTrade(
  tx: BankTransaction,
  newId: IdSource,
  moment: Moment,
  trade: WantedTrade,
): Promise<Money> {
  const { platformNo } = moment;
  const found = await lockProject(tx, platformNo, trade.projectNo);
  const freezes = await lockFreezes(
    tx,
    platformNo,
    trade.lines.flatMap((line) => line.freezeRequestNo ?? []),
  );
  const set = await lockAccounts(
    tx,
    platformNo,
    trade.lines.flatMap((line) => [line.sourceUserNo, line.targetUserNo ?? line.sourceUserNo]),
  );
  const holders = [...set.accounts.values(), ...freezes.values()].map((one) =>
    'ownerId' in one ? one.ownerId : one.id,
  );
  const holdings = await readHoldings(tx, platformNo, trade.projectNo, holders);
  const ground: TradeGround = { trade, set, freezes, project: found, holdings: new Map(holdings) };
  const commission = runTrade(ground);
  await saveBook(tx, set, newId, {
    platformNo,
    requestNo: trade.requestNo,
    occurredAt: moment.at,
    businessDate: moment.businessDate,
  });
  const released = freezes.size > 0 ? await saveFreezes(tx, platformNo, freezes.values()) : ZERO;
  if (found) {
    await saveProject(tx, platformNo, found, released);
    await saveHoldings(tx, platformNo, found.projectNo, holdings, ground.holdings);
  }
  return commission;
}
