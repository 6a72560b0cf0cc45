import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPool } from '#db/pool.ts';
import type { DayFileName } from '#db/schema/operations.ts';
import { transaction } from '#db/transaction.ts';
import { addDays, type PlainDate } from '#server/primitives/calendar.ts';
import { openInvestor, yuan } from '#server/testing/customers.ts';
import { type Harness, startHarness } from '#server/testing/harness.ts';
import { CHART } from '../ledger/chart.ts';
import { post } from '../ledger/post.ts';
import { makeOwnFiles } from './make-own-files.ts';
import { measureFile } from './measure-own-file.ts';
import { madeFile, OWN_FILE_NAMES, OWN_FILES } from './own-files.ts';
import { travelTo } from './travel.ts';

let world: Harness;
let today: PlainDate;

beforeAll(async () => {
  world = await startHarness();
  today = (await world.system()).businessDate;
  await openInvestor({ wiring: world.wiring }, { funds: yuan(1_000) });
  await openInvestor({ wiring: world.wiring }, { funds: yuan(234) });
}, 60_000);
afterAll(() => world.stop());

async function textOf(date: PlainDate, file: DayFileName, version?: number): Promise<string> {
  const made = await madeFile({ db: world.wiring.pool.db }, { date, file, version });
  if (!made) throw new Error(`no ${file} of ${date}`);
  let text = '';
  for await (const piece of OWN_FILES[file](world.wiring.pool.db, { date, through: made.through })) text += piece.text;
  return text;
}
const linesOf = async (date: PlainDate, file: DayFileName): Promise<string[]> =>
  (await textOf(date, file)).trimEnd().split('\r\n');
const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A posting of a day that comes in afterwards, as a late answer or a correction makes one. */
async function postLate(date: PlainDate): Promise<void> {
  const ctx = await world.system();
  const [known] = await world.wiring.pool.sql`select id from instruction where kind = 'recharge' limit 1`;
  const leg = { accountId: CHART.income.id, bucket: 'available' } as const;
  await transaction(ctx, (tx) =>
    post(tx, ctx, [
      {
        kind: 'RECHARGE',
        instructionId: known?.id,
        lineNumber: 99,
        amount: yuan(5),
        occurredAt: new Date(`${date}T12:00:00+08:00`),
        source: { accountId: CHART.channels.id, bucket: 'available' },
        target: leg,
      },
    ]),
  );
}

test('a day end makes the three files of its day, each with its header, its rows and its totals', async () => {
  await travelTo(await world.system(), { advanceDays: 1 });
  const flow = await linesOf(today, 'payment-flow');
  expect(flow[0]).toMatch(/^row,posting,occurred_at,kind,.*,amount$/);
  expect(
    flow
      .slice(1, -1)
      .map((line) => line.split(',').at(-1))
      .sort(),
  ).toEqual(['1000.00', '234.00']);
  expect(flow[1]).toMatch(/^1,[0-9a-f-]{36},\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00,RECHARGE,\w+,1,,CHANNELS,available,/);
  expect(flow.at(-1)).toBe('total,2,,,,,,,,,,1234.00');
  expect(await linesOf(today, 'fund-summary')).toEqual([
    'kind,accounts,opening,in,out,closing',
    'CHANNELS,1,0.00,0.00,1234.00,-1234.00',
    'INVESTOR,2,0.00,1234.00,0.00,1234.00',
    'total,3,0.00,1234.00,1234.00,0.00',
  ]);
  const balances = await linesOf(today, 'daily-balances');
  expect(balances).toHaveLength(5);
  expect(balances[1]).toMatch(/^1,[\w-]+,INVESTOR,0.00,1000.00,0.00,1000.00,1000.00,0.00,0.00,1$/);
  expect(balances.at(-1)).toBe('total,3,,0.00,1234.00,1234.00,0.00,0.00,0.00,0.00,4');
});

test('they come out the same, byte for byte, after later days have run', async () => {
  const before = new Map<DayFileName, string>();
  for (const file of OWN_FILE_NAMES) before.set(file, await textOf(today, file));
  await openInvestor({ wiring: world.wiring }, { funds: yuan(77) });
  await travelTo(await world.system(), { advanceDays: 2 });
  for (const file of OWN_FILE_NAMES) {
    const [text, made] = [await textOf(today, file), await madeFile(await world.system(), { date: today, file })];
    expect(text).toBe(before.get(file));
    expect(made).toMatchObject({ version: 1, hash: hashOf(text), bytes: Buffer.byteLength(text) });
  }
  const next = await linesOf(addDays(today, 1), 'fund-summary');
  expect(next).toContain('INVESTOR,3,1234.00,77.00,0.00,1311.00');
});

test('made again they are the same version; what was posted for the day afterwards comes into a further one', async () => {
  const ctx = await world.system();
  const first = await textOf(today, 'payment-flow');
  expect((await makeOwnFiles(ctx, today)).map(({ version }) => version)).toEqual([1, 1, 1]);
  await postLate(today);
  expect(await textOf(today, 'payment-flow')).toBe(first);
  expect((await makeOwnFiles(ctx, today)).map(({ version }) => version)).toEqual([2, 2, 2]);
  expect((await linesOf(today, 'payment-flow')).at(-1)).toBe('total,3,,,,,,,,,,1239.00');
  expect(await textOf(today, 'payment-flow', 1)).toBe(first);
});

test('a row changed in the database shows: the file no longer comes out as it was made', async () => {
  const made = await madeFile(await world.system(), { date: today, file: 'daily-balances', version: 1 });
  if (!made) throw new Error('not made');
  const measured = () =>
    measureFile({ db: world.wiring.pool.db }, 'daily-balances', { date: today, through: made.through });
  expect((await measured()).hash).toBe(made.hash);
  const owner = openPool(world.ownerUrl, { max: 1 });
  await owner.sql`update entry set amount = amount + 1 where business_date = ${today} and amount = 23400`;
  await owner.close();
  expect((await measured()).hash).not.toBe(made.hash);
});
