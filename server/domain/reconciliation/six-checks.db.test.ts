import { eq } from 'drizzle-orm';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { account } from '#db/schema/accounts.ts';
import { bid } from '#db/schema/loans.ts';
import { addDays, type PlainDate } from '#server/primitives/calendar.ts';
import { eventually } from '#server/testing/condition.ts';
import { openBorrower, openInvestor, yuan } from '#server/testing/customers.ts';
import { type Harness, startHarness } from '#server/testing/harness.ts';
import { openListing } from '#server/testing/listings.ts';
import { cancelBid } from '../bidding/cancel-bid.ts';
import { placeBid } from '../bidding/place-bid.ts';
import { travelTo } from '../day-end/travel.ts';
import { askBalances } from './ask-balances.ts';
import { reconciliationOfDay } from './queries.ts';
import { reconcileInAndOut, reconcileInformation, reconcileStored, reconcileTotals } from './reconcile-morning.ts';
import { stageMorning } from './stage-morning.ts';

let world: Harness;
let owner: postgres.Sql;
/** Two recharges, a bid that stays frozen and one that was cancelled; and the day after, on which nothing happens. */
let first: PlainDate;
let next: PlainDate;
let names: Readonly<{ bidder: string; held: string; cancelled: string; heldBid: string; cancelledBid: string }>;

beforeAll(async () => {
  world = await startHarness();
  owner = postgres(world.ownerUrl, { max: 1, onnotice: () => {} });
  const borrower = await openBorrower(world);
  const [bidder, other] = [
    await openInvestor(world, { funds: yuan(2_000) }),
    await openInvestor(world, { funds: yuan(1_000) }),
  ];
  const loanId = await openListing(world.wiring, borrower, { amount: yuan(10_000) });
  const place = async (who: typeof bidder, amount: number) => {
    const ctx = await who.context();
    return (await placeBid(ctx, { requestId: ctx.newId(), loanId, amount: yuan(amount) })).bidId;
  };
  const [heldBid, cancelledBid] = [await place(bidder, 900), await place(other, 500)];
  const ctx = await other.context();
  await cancelBid(ctx, { requestId: ctx.newId(), loanId, bidId: cancelledBid });
  const { db } = world.wiring.pool;
  const numberOf = async (id: typeof heldBid) => (await db.select().from(bid).where(eq(bid.id, id)))[0];
  await eventually('the bid is released', async () => (await numberOf(cancelledBid))?.state === 'released');
  const [row] = await db.select().from(account).where(eq(account.id, bidder.accountId));
  names = {
    bidder: row?.platformUserNo ?? '',
    held: (await numberOf(heldBid))?.freezeRequestNo ?? '',
    cancelled: (await numberOf(cancelledBid))?.freezeRequestNo ?? '',
    heldBid,
    cancelledBid,
  };
  first = (await world.system()).businessDate;
  next = addDays(first, 1);
  await travelTo(await world.system(), { to: addDays(first, 2) });
}, 60_000);
afterAll(async () => {
  await owner.end();
  await world.stop();
});

/** Checks 2 to 6 of a date on what is staged of it, and every break of them: check, kind, object, cause. */
async function found(date: PlainDate): Promise<string[]> {
  const ctx = await world.system();
  for (const reconcile of [reconcileTotals, reconcileInAndOut, reconcileStored, reconcileInformation])
    await reconcile(ctx, date);
  const { breaks } = (await reconciliationOfDay(ctx, date)) ?? { breaks: [] };
  return breaks.map(({ check, kind, object, cause }) => `${check} ${kind} ${object} ${cause}`);
}

/** A bank that gives the five files of the protocol and no more. */
async function plainBank() {
  const ctx = await world.system();
  const downloadCheckFiles = async (date: PlainDate) => {
    const files = await ctx.custody.downloadCheckFiles(date);
    const more = /BALANCE|PRETRANSACTION|SUMMARY/;
    return files && { ...files, names: new Set([...files.names].filter((name) => !more.test(name))) };
  };
  return { ...ctx, custody: { ...ctx.custody, downloadCheckFiles } };
}

/** Changes what the bank gave, looks, and has it given again. */
async function withFiles(change: string): Promise<string[]> {
  await owner.unsafe(change.replaceAll('DAY', `business_date = '${first}'`));
  const breaks = await found(first);
  await stageMorning(await world.system(), first);
  return breaks;
}

const SUMMARY = 'update summary_row set';
const ROW = () => `DAY and user_no = '${names.bidder}'`;
const MORE = 'available_fen = available_fen + 100, balance_fen = balance_fen + 100, arrived_fen = arrived_fen + 100';

test.each<[string, () => string, () => string[]]>([
  [
    'a channel’s sum of ours',
    () => `${SUMMARY} due_fen = due_fen + 1, received_fen = received_fen + 1 where DAY and kind = 'CHANNEL'`,
    () => [expect.stringMatching(/^total-to-total total CHANNEL \w+ file-row-changed$/)],
  ],
  [
    'what the channels owe',
    () => `${SUMMARY} closing_fen = closing_fen + 1 where DAY and kind = 'CORE' and name = 'CHANNELS'`,
    () => ['in-and-out total CORE CHANNELS file-row-changed', 'total-to-total total FLOAT bank-files-disagree'],
  ],
  [
    'the custody account',
    () => `${SUMMARY} closing_fen = closing_fen + 1 where DAY and kind = 'CORE' and name = 'CUSTODY'`,
    () => ['in-and-out total CORE CUSTODY file-row-changed', 'total-to-detail total CUSTODY bank-files-disagree'],
  ],
  [
    'a sum that stands there twice',
    () => `insert into summary_row select business_date, row_number + 100, kind, name, opening_fen, came_fen, went_fen,
      closing_fen, due_fen, received_fen, misdated, raw from summary_row where DAY and name = 'INVESTOR'`,
    () => ['in-and-out duplicate ACCOUNT INVESTOR file-row-repeated'],
  ],
  [
    'a balance that contradicts itself',
    () => `update balance_row set available_fen = available_fen + 1 where ${ROW()}`,
    () => [`money-and-information balance ${names.bidder} file-row-changed`],
  ],
  [
    'a balance that the bank’s own sum belies',
    () => `update balance_row set ${MORE} where ${ROW()}`,
    () => [
      `money-and-information balance ${names.bidder} file-row-changed`,
      'total-to-detail total CUSTODY file-row-changed',
    ],
  ],
  [
    'a booking of the bank’s own',
    () => `update balance_row set ${MORE} where ${ROW()};
      ${SUMMARY} came_fen = came_fen + 100, closing_fen = closing_fen + 100
      where DAY and (kind = 'ACCOUNT' and name = 'INVESTOR' or kind = 'CORE' and name = 'CUSTODY')`,
    () => [`money-and-information balance ${names.bidder} bank-own-booking`],
  ],
  [
    'a freeze that the file lacks',
    () => `delete from freeze_row where DAY and request_no = '${names.held}'`,
    () => [`money-and-information bid-without-freeze ${names.held} file-row-missing`],
  ],
  [
    'a freeze of another amount',
    () => `update freeze_row set frozen_fen = frozen_fen + 100 where DAY and request_no = '${names.held}'`,
    () => [`money-and-information freeze-without-bid ${names.held} file-row-changed`],
  ],
  [
    'a freeze of the bank’s own',
    () => `insert into freeze_row (business_date, row_number, request_no, user_no, biz_type, frozen_fen, used_fen,
        cancelled_fen) values ('${first}', 99, 'BANK-1', '${names.bidder}', 'GENERAL', 300, 0, 0);
      update balance_row set available_fen = available_fen - 300, frozen_fen = frozen_fen + 300 where ${ROW()}`,
    () => [
      `money-and-information balance ${names.bidder} follows-from-freezes`,
      'money-and-information freeze-without-bid BANK-1 bank-own-freeze',
    ],
  ],
  [
    'a freeze that the bank has released',
    () => `delete from freeze_row where DAY and request_no = '${names.held}';
      update balance_row set available_fen = available_fen + frozen_fen, frozen_fen = 0 where ${ROW()}`,
    () => [
      `money-and-information balance ${names.bidder} follows-from-freezes`,
      `money-and-information bid-without-freeze ${names.held} bank-released`,
    ],
  ],
])('%s, changed in the bank’s files, is found and nothing else', async (_, change, expected) => {
  expect((await withFiles(change())).sort()).toEqual(expected());
});

test('nothing is found when the bank has given its files again', async () => {
  expect(await found(first)).toEqual([]);
  expect(await found(next)).toEqual([]);
});

test.each<[string, () => string, () => string, () => string]>([
  [
    'a bid taken for released',
    () => `update bid set state = 'released' where id = '${names.heldBid}'`,
    () => `update bid set state = 'frozen' where id = '${names.heldBid}'`,
    () => `freeze-without-bid ${names.held} state-changed-here`,
  ],
  [
    'a released bid taken for frozen',
    () => `update bid set state = 'frozen' where id = '${names.cancelledBid}'`,
    () => `update bid set state = 'released' where id = '${names.cancelledBid}'`,
    () => `bid-without-freeze ${names.cancelled} state-changed-here`,
  ],
])(
  '%s by hand is found and nothing else, also at a bank with the five files alone',
  async (_, plant, undo, expected) => {
    await owner.unsafe(plant());
    const breaks = await found(first);
    await stageMorning(await plainBank(), first);
    const asked = await found(first);
    await owner.unsafe(undo());
    await stageMorning(await plainBank(), first);
    const afterwards = await found(first);
    await stageMorning(await world.system(), first);
    expect([breaks, asked, afterwards]).toEqual([
      [`money-and-information ${expected()}`],
      [`money-and-information ${expected()}`],
      [],
    ]);
  },
);

test('ten days ask a plain bank about everybody, moved or not', async () => {
  const asked = new Set<string>();
  for (let day = 3; day < 13; day += 1) {
    const date = addDays(first, -day);
    await askBalances(await world.system(), date);
    const rows = await owner<{ user_no: string }[]>`select user_no from balance_row where business_date = ${date}`;
    for (const row of rows) asked.add(row.user_no);
  }
  const all = await owner<{ n: string }[]>`
    select platform_user_no as n from account where role not in ('CHANNELS', 'CARDS', 'SUSPENSE')`;
  expect([...asked].sort()).toEqual(all.map(({ n }) => n).sort());
});

test('a past day that was changed together with all that follows from it is found on the next', async () => {
  const where = `account_id = (select id from account where platform_user_no = '${names.bidder}') and bucket = 'available'`;
  const change = (by: number) => `
    update entry set amount = amount + ${by} where ${where} and sequence = 1;
    update entry set balance_after = balance_after + ${by} where ${where};
    update account set available = available + ${by} where platform_user_no = '${names.bidder}'`;
  await owner.unsafe(change(100));
  const breaks = await found(next);
  await owner.unsafe(change(-100));
  expect(breaks).toEqual([
    `in-and-out total ${names.bidder} past-day-changed`,
    `money-and-information balance ${names.bidder} follows-from-entries`,
  ]);
  expect(await found(next)).toEqual([]);
});

test('a posting of a past day that came in after it was recorded is no change of it', async () => {
  await owner`update account_day set through = 1, closing_fen = closing_fen - 500 where business_date = ${first}
    and account_id = (select id from account where role = 'CHANNELS')`;
  const [{ late } = { late: 0n }] = await owner<{ late: bigint }[]>`
    select sum(e.amount)::bigint as late from entry e join account a on a.id = e.account_id
    where a.role = 'CHANNELS' and e.sequence > 1`;
  await owner`update account_day set closing_fen = closing_fen + 500 - ${String(late)}::bigint
    where business_date = ${first} and account_id = (select id from account where role = 'CHANNELS')`;
  expect(await found(next)).toEqual([]);
  expect(await found(first)).toEqual([]);
});
