import type { BankTransaction } from '#db/bank/pool.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';
import type { IdSource } from '#server/primitives/ids.ts';
import type { Money } from '#server/primitives/money.ts';
import { lockFreezes, saveFreezes } from '../book/freezes.ts';
import { saveBook } from '../book/save.ts';
import { lockAccounts } from '../book/working-set.ts';
import { runTrade } from './engine.ts';
import type { TradeGround } from './ground.ts';
import { readHoldings, saveHoldings } from './holdings.ts';
import type { WantedTrade } from './lines.ts';
import { lockProjects, saveProject } from './projects.ts';
import { readSale, saveSale } from './sales.ts';
import { storeLines } from './store.ts';

type Moment = { platformNo: string; at: Date; businessDate: PlainDate };

/** Locks project, freezes and accounts in the bank's order, and reads what stands under their locks. */
async function readGround(tx: BankTransaction, platformNo: string, trade: WantedTrade): Promise<TradeGround> {
  const { project, appendedTo } = await lockProjects(tx, platformNo, trade);
  const freezes = await lockFreezes(
    tx,
    platformNo,
    trade.lines.flatMap((line) => line.freezeRequestNo ?? []),
  );
  const assigns = trade.tradeType === 'CREDIT_ASSIGNMENT' && trade.saleRequestNo !== null;
  const sale = assigns ? await readSale(tx, platformNo, trade.saleRequestNo ?? '') : undefined;
  const set = await lockAccounts(tx, platformNo, [
    ...trade.lines.flatMap((line) => [line.sourceUserNo, line.targetUserNo ?? line.sourceUserNo]),
    ...(project?.entrustedNo && trade.tradeType === 'TENDER' ? [project.entrustedNo] : []),
  ]);
  const holders = [
    ...[...set.accounts.values()].map((account) => account.id),
    ...[...freezes.values()].map((freeze) => freeze.ownerId),
  ];
  const holdings = project ? await readHoldings(tx, platformNo, project.projectNo, holders) : new Map();
  return { trade, set, freezes, project, appendedTo, sale, holdings };
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
  const { platformNo, at, businessDate } = moment;
  const ground = await readGround(tx, platformNo, trade);
  const { set, freezes, project, appendedTo, sale } = ground;
  const before = new Map(ground.holdings);
  const { commission, entrusted } = runTrade(ground);
  await saveBook(tx, set, newId, { platformNo, requestNo: trade.requestNo, occurredAt: at, businessDate });
  if (freezes.size > 0) await saveFreezes(tx, platformNo, freezes.values());
  for (const one of appendedTo) await saveProject(tx, platformNo, one);
  if (project) {
    await saveProject(tx, platformNo, project);
    await saveHoldings(tx, platformNo, project.projectNo, before, ground.holdings);
  }
  if (sale) await saveSale(tx, platformNo, sale, at);
  if (entrusted) await storeLines(tx, [{ ...entrusted, platformNo }]);
  return commission;
}
