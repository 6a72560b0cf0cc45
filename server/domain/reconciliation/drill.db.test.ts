import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addDays, type PlainDate } from '#server/primitives/calendar.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { fen } from '#server/primitives/money.ts';
import { type Investor, openInvestor, yuan } from '#server/testing/customers.ts';
import { type Harness, startHarness } from '#server/testing/harness.ts';
import { travelTo } from '../day-end/travel.ts';
import { type Drill, type DrillAsked, drillInto } from './drill.ts';
import { lineEvidence } from './line-evidence.ts';
import { checksOfMonth } from './matrix.ts';
import { reconcileLines } from './reconcile-lines.ts';

let world: Harness;
let owner: postgres.Sql;
let date: PlainDate;
let rich: Investor;
let userNo: string;

/** Two recharges on a day whose end is through; afterwards the bank's row of one of them is a fen higher. */
beforeAll(async () => {
  world = await startHarness();
  owner = postgres(world.ownerUrl, { max: 1, onnotice: () => {} });
  date = (await world.system()).businessDate;
  rich = await openInvestor({ wiring: world.wiring }, { funds: yuan(500) });
  await openInvestor({ wiring: world.wiring }, { funds: yuan(70) });
  const [account] = await owner`select platform_user_no from account where id = ${rich.accountId}`;
  userNo = account?.platform_user_no;
  await travelTo(await world.system(), { to: addDays(date, 1) });
}, 60_000);
afterAll(async () => {
  await owner.end();
  await world.stop();
});

const into = async (asked: Partial<DrillAsked> = {}): Promise<Drill> => {
  const drill = await drillInto(world.wiring.pool, { date, check: 'line-by-line', differing: false, ...asked });
  if (!drill) throw new Error('not checked');
  return drill;
};
const differences = ({ steps }: Drill): bigint[] => steps.map(({ difference }) => difference);

test('the month shows each day with its checks and its certificate', async () => {
  const { days, checks, month } = await checksOfMonth(world.wiring.pool, date);
  expect(month).toBe(`${date.slice(0, 7)}-01`);
  expect(checks).toHaveLength(6);
  const day = days.find((one) => one.date === date);
  expect(day).toMatchObject({ run: 'done', reconciliation: 'green', certificate: { version: 1 } });
  expect(day?.cells[0]).toEqual({ check: 'line-by-line', state: 'green', breaks: 0 });
  const [first] = await owner`select min(business_date)::text as day from day_run`;
  const alone = await checksOfMonth(world.wiring.pool, first?.day);
  expect(alone.previous).toBeNull();
});

test('a check that was not made has nothing below', async () => {
  const asked = { date: addDays(date, 20), check: 'line-by-line' as const, differing: false };
  expect(await drillInto(world.wiring.pool, asked)).toBeUndefined();
});

test('a total leads by kind and account to its lines, and nothing is lost on the way', async () => {
  const top = await into();
  expect(top).toMatchObject({ state: 'green', steps: [{ level: 'check', left: yuan(570), right: yuan(570) }] });
  expect(top.below).toMatchObject({
    kind: 'line-classes',
    rows: [{ name: 'RECHARGE', left: yuan(570), right: yuan(570), leftCount: 2, rightCount: 2 }],
  });
  const { below } = await into({ name: 'RECHARGE' });
  expect(below.rows).toHaveLength(2);
  expect(below.rows).toContainEqual(expect.objectContaining({ name: userNo, left: yuan(500), difference: 0n }));
  const lines = await into({ name: 'RECHARGE', account: userNo });
  expect(lines.below).toMatchObject({
    kind: 'line-pairs',
    rows: [{ left: yuan(500), right: yuan(500), rowNumber: 1 }],
  });
});

test('a page ends with where the next begins', async () => {
  const { below } = await into({ name: 'RECHARGE' });
  const [first, second] = below.rows as { name: string }[];
  const rest = await into({ name: 'RECHARGE', after: first?.name });
  expect(rest.below.rows).toMatchObject([{ name: second?.name }]);
  expect(rest.next).toBeNull();
});

test('what is held is followed by kind of account, account and entry', async () => {
  const check = 'in-and-out' as const;
  const { below } = await into({ check });
  expect(below.kind).toBe('account-classes');
  expect(below.rows).toContainEqual(
    expect.objectContaining({ name: 'INVESTOR', count: 2, opening: 0n, came: yuan(570), closing: yuan(570) }),
  );
  const accounts = await into({ check, name: 'INVESTOR' });
  expect(accounts.below.rows).toContainEqual(
    expect.objectContaining({ name: userNo, came: yuan(500), closing: yuan(500), theirs: yuan(500), breaks: 0 }),
  );
  const entries = await into({ check, name: 'INVESTOR', account: userNo });
  expect(entries.below).toMatchObject({
    kind: 'entries',
    rows: [{ sequence: 1n, kind: 'RECHARGE', bucket: 'available', amount: yuan(500), balanceAfter: yuan(500) }],
  });
  expect((await into({ check, name: 'INVESTOR', account: userNo, after: '1' })).below.rows).toEqual([]);
});

test('the open breaks of a check say by how much accounts differ; those of no account stand together', async () => {
  const found = async (accountId: Uuid | null, fenHere: number) => owner`insert into reconciliation_break
    (id, business_date, "check", kind, object, our_fen, their_fen, cause, account_id, state, found_at)
    values (${(await world.system()).newId()}, ${date}, 'summary-and-detail', 'balance-not-entries', 'x', ${fenHere}, 0,
      'unexplained', ${accountId}, 'explained', now())`;
  await found(rich.accountId, 7);
  await found(null, -2);
  const check = 'summary-and-detail' as const;
  const { below } = await into({ check, differing: true });
  expect(below.rows).toMatchObject([
    { name: 'INVESTOR', difference: 7n, breaks: 1 },
    { name: 'none', difference: -2n, breaks: 1 },
  ]);
  const accounts = await into({ check, name: 'INVESTOR', differing: true });
  expect(accounts.below.rows).toMatchObject([{ name: userNo, difference: 7n }]);
  expect(differences(await into({ check, name: 'INVESTOR', account: userNo })).slice(1)).toEqual([7n, 7n]);
  await owner`delete from reconciliation_break where "check" = 'summary-and-detail'`;
});

test('a fen is followed from the total to the raw row with the difference kept', async () => {
  await owner`update checkfile_row set amount_fen = amount_fen + 1
    where business_date = ${date} and target_user_no = ${userNo}`;
  await reconcileLines(await world.system(), date);
  const lines = await into({ name: 'RECHARGE', account: userNo, differing: true });
  expect(differences(lines)).toEqual([-1n, -1n, -1n]);
  expect((await into({ name: 'RECHARGE', differing: true })).below.rows).toHaveLength(1);
  const [line] = lines.below.rows as { journalId: Uuid; difference: bigint }[];
  expect(line).toMatchObject({ difference: -1n, left: yuan(500), right: fen(50_001n), file: 'RECHARGE' });
  const evidence = await lineEvidence(world.wiring.pool, { date, journalId: line?.journalId as Uuid });
  expect(evidence).toMatchObject({
    postings: [{ kind: 'RECHARGE', amount: yuan(500), businessDate: date }],
    record: { service: 'RECHARGE', state: 'succeeded' },
    rows: [{ file: 'RECHARGE', rowNumber: 1, amount: fen(50_001n), raw: expect.stringContaining('500.00') }],
    breaks: [{ check: 'line-by-line', kind: 'amount' }],
  });
  expect(evidence?.postings[0]?.entries.map(({ amount }) => amount)).toEqual([-yuan(500), yuan(500)]);
  const fromRow = await lineEvidence(world.wiring.pool, { date, file: 'RECHARGE', rowNumber: 1 });
  expect(fromRow).toEqual(evidence);
});

test('a line that one side alone has leads on, too', async () => {
  await owner`update checkfile_row set match_key = 'stranger', request_no = 'stranger'
    where business_date = ${date} and target_user_no = ${userNo}`;
  const { below } = await into({ name: 'RECHARGE', account: userNo });
  expect(below.rows).toMatchObject([
    { left: yuan(500), right: null, rowNumber: null },
    { key: 'stranger', left: null, journalId: null, rowNumber: 1 },
  ]);
  const alone = await lineEvidence(world.wiring.pool, { date, file: 'RECHARGE', rowNumber: 1 });
  expect(alone).toMatchObject({ postings: [], record: null, rows: [{ rowNumber: 1 }] });
  expect(await lineEvidence(world.wiring.pool, { date, file: 'WITHDRAW', rowNumber: 9 })).toBeUndefined();
});
