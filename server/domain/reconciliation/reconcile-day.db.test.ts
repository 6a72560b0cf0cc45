import postgres from 'postgres';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { product } from '#db/schema/products.ts';
import { transaction } from '#db/transaction.ts';
import { addDays, type PlainDate } from '#server/primitives/calendar.ts';
import { ratePpm } from '#server/primitives/rate.ts';
import { openBorrower, openInvestor, yuan } from '#server/testing/customers.ts';
import { type Harness, startHarness } from '#server/testing/harness.ts';
import { placeBid } from '../bidding/place-bid.ts';
import { travelTo } from '../day-end/travel.ts';
import { acceptOffer } from '../loan/accept-offer.ts';
import { applyForLoan } from '../loan/apply-for-loan.ts';
import { decideLoan } from '../loan/decide-loan.ts';
import { ensureProducts } from '../loan/products.ts';
import { startReview } from '../loan/start-review.ts';
import { settleFullLoans } from '../settlement/settle-full-loans.ts';
import type { DayReconciliation } from './queries.ts';
import { reconcileDay } from './reconcile-day.ts';
import { reconcileInformation } from './reconcile-morning.ts';

let bankAndPortal: Harness;
let owner: postgres.Sql;
/** Three recharges, two tenders and a fee; and the day on which the loan is repaid with interest. */
let settledOn: PlainDate;
let repaidOn: PlainDate;

async function playLoan(): Promise<void> {
  const { wiring, staff } = bankAndPortal;
  const host = { wiring };
  await transaction(wiring.pool, async (tx) => ensureProducts(tx, await bankAndPortal.system()));
  const borrower = await openBorrower(host, { funds: yuan(1_000) });
  const investors = [
    await openInvestor(host, { funds: yuan(20_000) }),
    await openInvestor(host, { funds: yuan(20_000) }),
  ];
  const products = await wiring.pool.db.select().from(product);
  const sold = products.find(({ code }) => code === 'short-bullet');
  if (!sold) throw new Error('no product');
  const ctx = await borrower.context();
  const { loanId } = await applyForLoan(ctx, {
    requestId: ctx.newId(),
    productId: sold.id,
    title: '周转',
    purpose: '备货',
    term: 7,
    amount: yuan(30_000),
    ratePpm: ratePpm(120_000),
  });
  const officer = await staff(['loan-officer']);
  await startReview(officer, { loanId });
  await decideLoan(officer, { loanId, decision: 'offer', grade: 'B', reason: '同意' });
  await acceptOffer(await borrower.context(), { loanId });
  for (const investor of investors) {
    const bidder = await investor.context();
    await placeBid(bidder, { requestId: bidder.newId(), loanId, amount: yuan(15_000) });
  }
  await settleFullLoans(await bankAndPortal.system());
}

beforeAll(async () => {
  bankAndPortal = await startHarness();
  owner = postgres(bankAndPortal.ownerUrl, { max: 1, onnotice: () => {} });
  settledOn = (await bankAndPortal.system()).businessDate;
  await playLoan();
  repaidOn = addDays(settledOn, 7);
  await travelTo(await bankAndPortal.system(), { to: addDays(settledOn, 8) });
}, 120_000);
afterAll(async () => {
  await owner.end();
  await bankAndPortal.stop();
});
afterEach(() => bankAndPortal.control('DELETE', 'faults'));

const reconcile = async (date: PlainDate): Promise<DayReconciliation> =>
  reconcileDay(await bankAndPortal.system(), date);
const summary = ({ breaks }: DayReconciliation) => breaks.map(({ check, kind, cause }) => ({ check, kind, cause }));
const spoil = (fault: string, row: number) =>
  bankAndPortal.control('POST', 'faults', { service: 'DOWNLOAD_CHECKFILE', fault, next: 1, seed: row });

test('every day of a loan is green, and says what was compared', async () => {
  for (let date = settledOn; date <= repaidOn; date = addDays(date, 1)) {
    expect(await reconcile(date)).toMatchObject({ date, state: 'green', breaks: [] });
  }
  const { checks } = await reconcile(settledOn);
  expect(checks.map(({ check, state, difference }) => ({ check, state, difference }))).toEqual([
    { check: 'line-by-line', state: 'green', difference: 0n },
    { check: 'total-to-total', state: 'green', difference: 0n },
    { check: 'total-to-detail', state: 'green', difference: 0n },
    { check: 'in-and-out', state: 'green', difference: 0n },
    { check: 'summary-and-detail', state: 'green', difference: 0n },
    { check: 'money-and-information', state: 'green', difference: 0n },
  ]);
  // Three recharges of 41,000.00 in all, two tenders of 30,000.00, and the fee of 0.5 %.
  expect(checks[0]).toMatchObject({ left: yuan(71_150), right: yuan(71_150), compared: 6 });
});

/** Rows of the settlement day's zip: 0–2 RECHARGE, 3–5 TRANSACTION, 6 COMMISSION. */
test.each<[string, number, string, string]>([
  ['file-missing-row', 0, 'missing-there', 'file-row-missing'],
  ['file-missing-row', 4, 'missing-there', 'file-row-missing'],
  ['file-missing-row', 6, 'missing-there', 'file-row-missing'],
  ['file-extra-row', 1, 'missing-here', 'never-sent'],
  ['file-extra-row', 3, 'missing-here', 'never-sent'],
  ['file-fen', 2, 'amount', 'file-row-changed'],
  ['file-fen', 5, 'amount', 'file-row-changed'],
  ['file-fen', 6, 'amount', 'file-row-changed'],
  ['file-twice', 0, 'duplicate', 'file-row-repeated'],
  ['file-twice', 3, 'duplicate', 'file-row-repeated'],
  ['file-twice', 6, 'duplicate', 'file-row-repeated'],
  ['file-wrong-day', 4, 'wrong-day', 'file-row-changed'],
  ['file-wrong-day', 6, 'wrong-day', 'file-row-changed'],
])('%s in row %i is one break and nothing else: %s, %s', async (fault, row, kind, cause) => {
  await spoil(fault, row);
  const red = await reconcile(settledOn);
  expect(red.state).toBe('red');
  expect(summary(red)).toEqual([{ check: 'line-by-line', kind, cause }]);
  expect((await reconcile(settledOn)).state).toBe('green');
});

test.each(['file-broken', 'file-absent'])('%s leaves the result as it was, and says so', async (fault) => {
  await spoil(fault, 1);
  await expect(reconcile(settledOn)).rejects.toThrow();
  expect((await reconcile(settledOn)).state).toBe('green');
});

test('a break that is found again keeps its id, one that is gone is resolved', async () => {
  await spoil('file-fen', 3);
  const first = await reconcile(settledOn);
  await spoil('file-fen', 3);
  const second = await reconcile(settledOn);
  expect(second.breaks.map(({ id }) => id)).toEqual(first.breaks.map(({ id }) => id));
  await reconcile(settledOn);
  const [row] = await owner`select state from reconciliation_break where id = ${first.breaks[0]?.id ?? ''}`;
  expect(row?.state).toBe('resolved');
});

/** What other checks find of entries that were taken from accounts or given to them. */
const followOf = (...causes: string[]) => [
  ...causes.map(() => ({ check: 'money-and-information', kind: 'balance', cause: 'follows-from-entries' })),
  ...causes.map((cause) => ({ check: 'summary-and-detail', kind: 'balance-not-entries', cause })),
];

/** What the owner of our database changes behind the program's back, and how it is put right again. */
const TENDER = `(select id from journal where kind = 'TENDER' order by id limit 1)`;
test.each<[string, string, string, object[]]>([
  [
    'a posting raised by a fen',
    `update journal set amount = amount + 1 where id = ${TENDER}`,
    `update journal set amount = amount - 1 where id = ${TENDER}`,
    [{ check: 'line-by-line', kind: 'amount', cause: 'row-changed-here' }],
  ],
  [
    'a posting moved to another day',
    `update journal set business_date = business_date + 3 where id = ${TENDER}`,
    `update journal set business_date = business_date - 3 where id = ${TENDER}`,
    [{ check: 'line-by-line', kind: 'wrong-day', cause: 'row-changed-here' }],
  ],
  [
    'a balance changed',
    `update account set available = available + 100 where id = (select min(id::text)::uuid from account where role = 'INVESTOR')`,
    `update account set available = available - 100 where id = (select min(id::text)::uuid from account where role = 'INVESTOR')`,
    [{ check: 'summary-and-detail', kind: 'balance-not-entries', cause: 'balance-changed-here' }],
  ],
  [
    'a posting removed with its entries',
    `create table kept_journal as select * from journal where id = ${TENDER};
     create table kept_entry as select * from entry where journal_id = ${TENDER};
     delete from entry where journal_id = ${TENDER}; delete from journal where id in (select id from kept_journal)`,
    `insert into journal select * from kept_journal; insert into entry select * from kept_entry;
     drop table kept_journal, kept_entry`,
    [
      { check: 'line-by-line', kind: 'missing-here', cause: 'posting-missing' },
      ...followOf('entry-removed', 'entry-removed'),
    ],
  ],
  [
    'an instruction that failed, by hand',
    `create table kept_journal as select * from journal where kind = 'RECHARGE' order by id limit 1;
     update instruction set state = 'failed' where id in (select instruction_id from kept_journal)`,
    `update instruction set state = 'succeeded' where id in (select instruction_id from kept_journal);
     drop table kept_journal`,
    [{ check: 'line-by-line', kind: 'status', cause: 'row-changed-here' }],
  ],
])('%s is found, and nothing else', async (_, plant, undo, expected) => {
  await owner.unsafe(plant);
  try {
    expect(summary(await reconcile(settledOn))).toEqual(expected);
  } finally {
    await owner.unsafe(undo);
  }
  expect((await reconcile(settledOn)).state).toBe('green');
});

test('a member at another name in an entry is found as a wrong user', async () => {
  const [moved] = await owner`
    with tender as (select e.* from entry e join journal j on j.id = e.journal_id
        where j.kind = 'TENDER' and e.amount < 0 order by j.id limit 1),
      other as (select id, entry_count from account where role = 'INVESTOR'
        and id <> (select account_id from tender) limit 1)
    update entry set account_id = other.id, sequence = other.entry_count + 1 from tender, other
    where entry.account_id = tender.account_id and entry.sequence = tender.sequence
    returning entry.journal_id, entry.account_id as now, tender.account_id as was, tender.sequence as number`;
  const red = await reconcile(settledOn);
  await owner`update entry set account_id = ${moved?.was}, sequence = ${moved?.number}
    where journal_id = ${moved?.journal_id} and account_id = ${moved?.now} and amount < 0`;
  // Which of the two accounts comes first is up to their numbers.
  const sorted = (found: readonly object[]): string[] => found.map((one) => JSON.stringify(one)).sort();
  const line = { check: 'line-by-line', kind: 'user', cause: 'row-changed-here' };
  expect(sorted(summary(red))).toEqual(sorted([line, ...followOf('entry-removed', 'entry-added')]));
  expect((await reconcile(settledOn)).state).toBe('green');
});

/** One row of a repaid loan, changed by hand, and the one difference of information that it makes. */
const ONE = '(select min(id::text)::uuid from claim)';
test.each<[string, string, string, string]>([
  [
    'a claim',
    `update claim set outstanding = outstanding BY 1 where id = ${ONE}`,
    '+',
    'claim-not-principal claim-changed-here',
  ],
  [
    'a receipt',
    `update receipt set interest = interest BY 1 where claim_id = ${ONE}`,
    '+',
    'owed-not-due receipt-changed-here',
  ],
  [
    'the principal of a receipt',
    `update receipt set principal = principal BY 1 where claim_id = ${ONE}`,
    '-',
    'owed-not-due receipt-changed-here',
  ],
  [
    'what was paid',
    'update instalment set interest_paid = interest_paid BY 1',
    '-',
    'owed-not-due instalment-changed-here',
  ],
  [
    'what was paid back',
    'update instalment set principal_paid = principal_paid BY 1',
    '-',
    'owed-not-due instalment-changed-here',
  ],
  [
    'what is to be paid',
    'update instalment set principal = principal BY 1',
    '+',
    'claim-not-principal instalment-changed-here',
  ],
])('%s changed is found by money and information, once', async (_, change, sign, expected) => {
  const ctx = await bankAndPortal.system();
  const other = sign === '+' ? '-' : '+';
  await owner.unsafe(change.replace('BY', sign));
  const [red] = await reconcileInformation(ctx, repaidOn);
  await owner.unsafe(change.replace('BY', other));
  expect(red?.breaks.map(({ kind, cause }) => `${kind} ${cause}`)).toEqual([expected]);
  expect(await reconcileInformation(ctx, repaidOn)).toMatchObject([{ state: 'green' }]);
});

test('a bank with the five files alone is asked member by member, and what needs more stays grey', async () => {
  const ctx = await bankAndPortal.system();
  const downloadCheckFiles = async (date: PlainDate) => {
    const files = await ctx.custody.downloadCheckFiles(date);
    const more = /BALANCE|PRETRANSACTION|SUMMARY/;
    return files && { ...files, names: new Set([...files.names].filter((name) => !more.test(name))) };
  };
  const plain = { ...ctx, custody: { ...ctx.custody, downloadCheckFiles } };
  const states = ({ state, checks }: DayReconciliation) => [state, ...checks.map((one) => `${one.check} ${one.state}`)];
  const green = [
    ...['green', 'line-by-line green', 'total-to-total not-offered', 'total-to-detail not-offered'],
    ...['in-and-out green', 'summary-and-detail green', 'money-and-information green'],
  ];
  expect(states(await reconcileDay(plain, settledOn))).toEqual(green);
  await owner`update entry set amount = amount - 1 where journal_id = ${owner.unsafe(TENDER)} and amount > 0`;
  const red = await reconcileDay(plain, settledOn);
  await owner`update entry set amount = amount + 1 where journal_id = ${owner.unsafe(TENDER)} and amount > 0`;
  expect(summary(red)).toEqual([
    { check: 'in-and-out', kind: 'total', cause: 'row-changed-here' },
    ...followOf('entry-changed'),
  ]);
  expect(states(await reconcileDay(plain, settledOn))).toEqual(green);
});

test('a day whose files are not there yet cannot be reconciled', async () => {
  await expect(reconcile(addDays(repaidOn, 1))).rejects.toMatchObject({ code: 'CONFLICT' });
});
