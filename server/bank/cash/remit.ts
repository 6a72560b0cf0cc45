import { sql } from 'drizzle-orm';
import type { BankTransaction } from '#db/bank/pool.ts';
import { businessDateOf } from '#server/primitives/calendar.ts';
import type { IdSource } from '#server/primitives/ids.ts';
import { minus, ZERO } from '#server/primitives/money.ts';
import { chunks, jsonRows } from '../book/rows.ts';
import { NEW_CARD_FUNDS } from '../pages/recharge.ts';
import { type CashAccounts, cashAccountsOf } from './core.ts';
import { failPayout, type Returned, returnTidings, storeBackrolls } from './give-back.ts';
import { type CashLeg, postLegs } from './legs.ts';
import { type FreezeChange, lockStill, saveHolds, savePayouts } from './payouts.ts';
import { enqueueTidings, type Payout, payoutTidings, type Tidings } from './tell.ts';

/** When something happens to a payout. */
export type MomentOf = (payout: Payout) => Date;

const AVAILABLE = { sourceBucket: 'available', targetBucket: 'available' } as const;
const cardPart = (payout: Payout) => minus(payout.amount, payout.commission);
const stampOf = ({ requestNo }: Payout, at: Date) => ({ requestNo, occurredAt: at, businessDate: businessDateOf(at) });

/** Payouts by platform: each has core accounts of its own. */
async function forEachPlatform(
  tx: BankTransaction,
  payouts: readonly Payout[],
  work: (platformNo: string, payouts: Payout[], accounts: CashAccounts) => Promise<void>,
): Promise<void> {
  for (const [platformNo, own] of Map.groupBy(payouts, (one) => one.platformNo)) {
    await work(platformNo, own, await cashAccountsOf(tx, platformNo));
  }
}

/**
 * ACCEPT → REMITING: the card's part leaves the custody account and is under way between banks until it is completed;
 * the commission stays frozen. Answers the payouts as they are now.
 */
export async function remitPayouts(
  tx: BankTransaction,
  newId: IdSource,
  due: readonly Payout[],
  momentOf: MomentOf,
): Promise<Payout[]> {
  const payouts = (await lockStill(tx, due, 'ACCEPT')).map(
    (one): Payout => ({ ...one, status: 'REMITING', remitAt: momentOf(one) }),
  );
  await forEachPlatform(tx, payouts, async (platformNo, own, accounts) => {
    const legs = own.flatMap((payout): CashLeg[] => {
      const stamp = { ...stampOf(payout, momentOf(payout)), bizType: 'WITHDRAW', amount: cardPart(payout) };
      const [member, { CUSTODY, CARDS, SETTLEMENT }] = [payout.accountId, accounts];
      return [
        { ...stamp, ...AVAILABLE, lineNumber: 2, sourceId: member, sourceBucket: 'frozen', targetId: CUSTODY },
        { ...stamp, ...AVAILABLE, lineNumber: 3, sourceId: CARDS, targetId: SETTLEMENT },
      ];
    });
    await saveHolds(
      tx,
      own.map((payout): FreezeChange => ({ payout, used: cardPart(payout), cancelled: ZERO })),
    );
    await postLegs(tx, newId, platformNo, legs);
  });
  await savePayouts(tx, payouts);
  await enqueueTidings(tx, newId, payouts.map(payoutTidings));
  return payouts;
}

/** The card has it: nothing is under way any more, and the platform has its commission. */
function arriveLegs(payout: Payout, at: Date, { SETTLEMENT, CARDS, INCOME }: CashAccounts): CashLeg[] {
  const stamp = { ...stampOf(payout, at), ...AVAILABLE };
  const fee = { bizType: 'COMMISSION', sourceBucket: 'frozen', amount: payout.commission } as const;
  return [
    { ...stamp, bizType: 'WITHDRAW', lineNumber: 4, sourceId: SETTLEMENT, targetId: CARDS, amount: cardPart(payout) },
    { ...stamp, ...fee, lineNumber: 5, sourceId: payout.accountId, targetId: INCOME },
  ];
}

/** The card's bank has sent it back: into the custody account and to the member, whole. */
function bounceLegs({ payout, backroll }: Returned, at: Date, accounts: CashAccounts): CashLeg[] {
  const { SETTLEMENT, CARDS, CUSTODY } = accounts;
  const [stamp, member] = [{ ...stampOf(payout, at), ...AVAILABLE, bizType: 'BACKROLL_RECHARGE' }, payout.accountId];
  const { requestNo, amount, commission } = backroll;
  return [
    { ...stamp, bizType: 'WITHDRAW', lineNumber: 4, sourceId: SETTLEMENT, targetId: CARDS, amount },
    { ...stamp, requestNo, lineNumber: 0, sourceId: CUSTODY, targetId: member, amount },
    {
      ...stamp,
      requestNo,
      lineNumber: 1,
      sourceId: member,
      sourceBucket: 'frozen',
      targetId: member,
      amount: commission,
    },
  ];
}

/** The test cards in the world outside hold so much more. */
async function creditCards(tx: BankTransaction, payouts: readonly Payout[]): Promise<void> {
  const rows = payouts
    .filter((payout) => payout.bankcardNo !== '')
    .map((payout) => ({ cardNo: payout.bankcardNo, amount: cardPart(payout) }));
  for (const part of chunks(rows)) {
    await tx.execute(sql`
      insert into card (card_no, balance)
      select "cardNo", ${NEW_CARD_FUNDS.toString()}::bigint + sum(amount)::bigint
      from json_to_recordset(${jsonRows(part)}) as paid("cardNo" text, amount bigint) group by "cardNo" order by "cardNo"
      on conflict (card_no) do update set balance =
        card.balance + excluded.balance - ${NEW_CARD_FUNDS.toString()}::bigint`);
  }
}

/**
 * REMITING → SUCCESS, or FAIL for those that bounce, whose money comes back with the commission as BACKROLL_RECHARGE.
 */
export async function completePayouts(
  tx: BankTransaction,
  newId: IdSource,
  due: readonly Payout[],
  momentOf: MomentOf,
  bounces: (payout: Payout) => boolean,
): Promise<void> {
  const remitted = await lockStill(tx, due, 'REMITING');
  const returned = remitted.filter(bounces).map((payout) => failPayout(payout, 'REMITFAIL', momentOf(payout), newId));
  const failed = new Set(returned.map(({ payout }) => payout.id));
  const arrived = remitted
    .filter((payout) => !failed.has(payout.id))
    .map((payout): Payout => {
      const completedAt = momentOf(payout);
      return { ...payout, status: 'SUCCESS', completedAt, completedDate: businessDateOf(completedAt) };
    });
  const ended = [...arrived, ...returned.map(({ payout }) => payout)];
  const backOf = new Map(returned.map((one) => [one.payout.id, one]));
  await saveHolds(
    tx,
    ended.map((payout): FreezeChange => {
      const [paid, kept] = backOf.has(payout.id) ? [ZERO, payout.commission] : [payout.commission, ZERO];
      return { payout, used: paid, cancelled: kept };
    }),
  );
  await forEachPlatform(tx, ended, async (platformNo, own, accounts) => {
    const legs = own.flatMap((payout) => {
      const back = backOf.get(payout.id);
      const at = momentOf(payout);
      return back ? bounceLegs(back, at, accounts) : arriveLegs(payout, at, accounts);
    });
    await postLegs(tx, newId, platformNo, legs);
  });
  await creditCards(tx, arrived);
  await savePayouts(tx, ended);
  await storeBackrolls(tx, returned);
  const tidings: Tidings[] = [...arrived.map(payoutTidings), ...returned.flatMap(returnTidings)];
  await enqueueTidings(tx, newId, tidings);
}
