import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { account, type Bucket } from '#db/schema/accounts.ts';
import { transaction } from '#db/transaction.ts';
import { instantAt, plainDate } from '#server/primitives/calendar.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { fen } from '#server/primitives/money.ts';
import { type LoneDatabase, openLoneDatabase } from '#server/testing/context.ts';
import { balancesOf } from './balances.ts';
import { CHART, ensureChart } from './chart.ts';
import { type Posting, post } from './post.ts';

let lone: LoneDatabase;
beforeAll(async () => {
  lone = await openLoneDatabase();
});
afterAll(() => lone.close());

const NOON = instantAt(plainDate('2026-03-31'), '12:00');
const channels = { accountId: CHART.channels.id, bucket: 'available' } as const;

async function newAccount(): Promise<Uuid> {
  const id = lone.system.newId();
  const platformUserNo = `INV-${id.slice(-12)}`;
  await lone.pool.db.insert(account).values({ id, role: 'INVESTOR', platformUserNo, state: 'active', createdAt: NOON });
  return id;
}

const recharge = (accountId: Uuid, amountFen: bigint): Posting => ({
  kind: 'RECHARGE',
  instructionId: lone.system.newId(),
  lineNumber: 1,
  amount: fen(amountFen),
  occurredAt: NOON,
  source: channels,
  target: { accountId, bucket: 'available' },
});
const freeze = (accountId: Uuid, amountFen: bigint): Posting => ({
  kind: 'FREEZE',
  instructionId: lone.system.newId(),
  lineNumber: 1,
  amount: fen(amountFen),
  occurredAt: NOON,
  source: { accountId, bucket: 'available' },
  target: { accountId, bucket: 'frozen' },
});
const postAll = (postings: readonly Posting[], options = {}) =>
  transaction(lone.pool, (tx) => post(tx, lone.system, postings, options));

/** Whatever has been posted so far: what must always hold, as counts of violations. */
async function violations() {
  const [row] = await lone.pool.sql<{ sum: string; chains: string; gaps: string; balances: string }[]>`
    with chained as (
      select *, sum(amount) over (partition by account_id, bucket order by sequence) as running,
        row_number() over (partition by account_id order by sequence) as position from entry),
    buckets as (
      select a.id, b.bucket, case b.bucket when 'available' then a.available when 'frozen' then a.frozen
        else a.withdrawing end as held from account a, (values ('available'), ('frozen'), ('withdrawing')) b (bucket)),
    summed as (select account_id, bucket, sum(amount) as total from entry group by account_id, bucket)
    select (select coalesce(sum(amount), 0) from entry) as sum,
      (select count(*) from chained where running <> balance_after) as chains,
      (select count(*) from chained where position <> sequence) as gaps,
      (select count(*) from buckets left join summed on id = account_id and buckets.bucket = summed.bucket
        where held <> coalesce(total, 0)) as balances`;
  return row;
}
const NONE = { sum: '0', chains: '0', gaps: '0', balances: '0' };

test('many legs of one account in one call each show the exact balance after them', async () => {
  const id = await newAccount();
  await postAll([recharge(id, 500n), freeze(id, 200n), recharge(id, 50n), freeze(id, 1n)]);
  const rows = await lone.pool.sql`
    select bucket, amount, balance_after, business_date::text from entry where account_id = ${id} order by sequence`;
  expect(rows.map((row) => [row.bucket, row.amount, row.balance_after])).toEqual([
    ['available', '500', '500'],
    ['available', '-200', '300'],
    ['frozen', '200', '200'],
    ['available', '50', '350'],
    ['available', '-1', '349'],
    ['frozen', '1', '201'],
  ]);
  expect(rows[0]?.business_date).toBe('2026-03-31');
  expect(await violations()).toEqual(NONE);
});

test('a line of the bank is posted once', async () => {
  const id = await newAccount();
  const line = recharge(id, 100n);
  await postAll([line]);
  await expect(postAll([line])).rejects.toThrow();
  expect((await balancesOf(lone.pool.db, id))?.available).toBe(100n);
});

test('nobody falls below zero, and a refused call leaves nothing', async () => {
  const id = await newAccount();
  await expect(postAll([recharge(id, 100n), freeze(id, 101n)])).rejects.toThrow();
  expect(await balancesOf(lone.pool.db, id)).toMatchObject({ available: 0n, frozen: 0n });
  await expect(postAll([recharge(id, 0n)])).rejects.toThrow(RangeError);
  await expect(postAll([recharge(lone.system.newId(), 1n)])).rejects.toThrow('no account');
});

test('a freeze takes what was reserved for it, and no freeze takes what others have reserved', async () => {
  const id = await newAccount();
  await postAll([recharge(id, 100n)]);
  await lone.pool.sql`update account set reserved = 60 where id = ${id}`;
  await expect(postAll([freeze(id, 60n)])).rejects.toThrow();
  await postAll([freeze(id, 60n)], { unreserve: new Map([[id, fen(60n)]]) });
  expect(await balancesOf(lone.pool.db, id)).toEqual({
    available: 40n,
    frozen: 60n,
    withdrawing: 0n,
    reserved: 0n,
    owed: 0n,
    spendable: 40n,
  });
  await expect(postAll([], { unreserve: new Map([[id, fen(1n)]]) })).rejects.toThrow();
});

test('making the chart again changes nothing', async () => {
  const before = await lone.pool.sql`select * from account where id = ${CHART.channels.id}`;
  await transaction(lone.pool, (tx) => ensureChart(tx, lone.system));
  expect(await lone.pool.sql`select * from account where id = ${CHART.channels.id}`).toEqual(before);
});

test('random batches posted at once by many hands keep every sum, chain and balance', async () => {
  const members = await Promise.all(Array.from({ length: 6 }, newAccount));
  await postAll(members.map((id) => recharge(id, 1_000_000n)));
  const place = fc.record({
    account: fc.integer({ min: 0, max: members.length - 1 }),
    bucket: fc.constantFrom<Bucket>('available', 'frozen', 'withdrawing'),
  });
  const line = fc.record({ source: place, target: place, amount: fc.bigInt({ min: 1n, max: 20n }) });
  const batch = fc.array(line, { minLength: 1, maxLength: 12 });
  const legOf = (at: { account: number; bucket: Bucket }) => ({
    accountId: members[at.account] ?? CHART.channels.id,
    bucket: at.bucket,
  });
  await fc.assert(
    fc.asyncProperty(fc.array(batch, { minLength: 4, maxLength: 10 }), async (batches) => {
      const results = await Promise.allSettled(
        batches.map((lines) => {
          const instructionId = lone.system.newId();
          return postAll([
            ...lines.map((wanted, index) => ({
              kind: 'TENDER' as const,
              instructionId,
              lineNumber: index + 1,
              amount: fen(wanted.amount),
              occurredAt: NOON,
              source: legOf(wanted.source),
              target: legOf(wanted.target),
            })),
            recharge(members[lines.length % members.length] ?? CHART.channels.id, 7n),
          ]);
        }),
      );
      // A batch may ask for more than a frozen bucket holds: then it is refused whole, by the check and nothing else.
      for (const result of results) {
        if (result.status === 'rejected') expect(String(result.reason.cause)).toMatch(/account_buckets_not_negative/);
      }
      expect(await violations()).toEqual(NONE);
    }),
    { numRuns: 15 },
  );
  const [counted] = await lone.pool.sql`select deadlocks from pg_stat_database where datname = current_database()`;
  expect(counted?.deadlocks).toBe('0');
});
