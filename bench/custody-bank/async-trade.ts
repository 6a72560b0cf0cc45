import { drizzle } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import type { TestDatabase } from '#db/testing/database.ts';
import { startBank } from '#server/bank/main.ts';
import { registerTestPlatform, type TestPlatform } from '#server/bank/testing/client.ts';
import { median } from './figures.ts';
import { openRecordedBank, type Statement } from './recorded-bank.ts';

const INVESTORS = 10_000;
const LINES_IN_TRADE = 5000;
const ROUNDS = 5;
const PLATFORM = 'BENCH';
const NOBODY = 'http://127.0.0.1:1/';

const userNo = (n: number): string => `INV-${n}`;
const numbers = Array.from({ length: INVESTORS }, (_, n) => n);

async function must(platform: TestPlatform, service: string, reqData: Record<string, unknown>): Promise<void> {
  const { body } = await platform.call(service, reqData);
  if (body.status !== 'SUCCESS') throw new Error(`${service}: ${JSON.stringify(body)}`);
}

const bizDetails = (name: string, line: (n: number) => Record<string, unknown>, tradeType: string) =>
  [0, LINES_IN_TRADE].map((from) => ({
    requestNo: `${name}-${from}`,
    tradeType,
    projectNo: 'P',
    details: numbers.slice(from, from + LINES_IN_TRADE).map(line),
  }));

/** A loan of ten thousand holders, lent out and ready to be repaid from one freeze. */
async function prepareLoan(databaseUrl: string): Promise<void> {
  const bank = await startBank({ databaseUrl, port: 0 });
  const platform = await registerTestPlatform(bank.url, PLATFORM, NOBODY);
  const investors = numbers.map((n) => ({ platformUserNo: userNo(n), amount: '100', authList: 'TENDER' }));
  const borrower = { platformUserNo: 'BOR', userRole: 'BORROWERS', amount: '1000000', authList: 'REPAYMENT' };
  await platform.control('members', { platformNo: PLATFORM, members: [...investors, borrower] });
  const project = {
    requestNo: 'P',
    platformUserNo: 'BOR',
    projectNo: 'P',
    projectAmount: '1000000',
    projectName: 'bench',
    projectType: 'STANDARDPOWDER',
    projectPeriod: '30',
    annnualInterestRate: '0.1',
    repaymentWay: 'ONE_TIME_SERVICING',
  };
  await must(platform, 'ESTABLISH_PROJECT', project);
  const bid = (n: number): Promise<void> =>
    must(platform, 'USER_AUTO_PRE_TRANSACTION', {
      requestNo: `B-${n}`,
      platformUserNo: userNo(n),
      bizType: 'TENDER',
      amount: '100',
      projectNo: 'P',
    });
  for (let from = 0; from < INVESTORS; from += 64) await Promise.all(numbers.slice(from, from + 64).map(bid));
  const lend = (n: number) => ({
    bizType: 'TENDER',
    freezeRequestNo: `B-${n}`,
    sourcePlatformUserNo: userNo(n),
    targetPlatformUserNo: 'BOR',
    amount: '100',
  });
  for (const trade of bizDetails('LEND', lend, 'TENDER')) await must(platform, 'SYNC_TRANSACTION', trade);
  await must(platform, 'MODIFY_PROJECT', { requestNo: 'M', projectNo: 'P', status: 'REPAYING' });
  const freeze = { requestNo: 'R', platformUserNo: 'BOR', bizType: 'REPAYMENT', amount: '10100', projectNo: 'P' };
  await must(platform, 'USER_AUTO_PRE_TRANSACTION', freeze);
  await bank.close();
}

async function untilBooked(client: postgres.Sql): Promise<void> {
  for (;;) {
    const [row] = await client<{ done: number; failed: number }[]>`
      select count(*) filter (where status = 'SUCCESS')::int as done, count(*) filter (where status = 'FAIL')::int as failed
      from trade where batch_no = 'BATCH'`;
    if (row?.failed) throw new Error('a trade failed');
    if (row?.done === 2) return;
    await new Promise((next) => setTimeout(next, 5));
  }
}

/** Sends the batch and waits until both trades are booked. Answers seconds and the SQL that it took. */
async function overTheWire(database: TestDatabase): Promise<{ seconds: number; statements: Statement[] }> {
  const bank = await openRecordedBank(database.url);
  const platform = await registerTestPlatform(bank.url, PLATFORM, NOBODY);
  const client = postgres(database.url, { max: 1, fetch_types: false });
  const repay = (n: number) => ({
    bizType: 'REPAYMENT',
    freezeRequestNo: 'R',
    sourcePlatformUserNo: 'BOR',
    targetPlatformUserNo: userNo(n),
    amount: '1.01',
    income: '0.01',
    customDefine: `line ${n}`,
  });
  const batch = { batchNo: 'BATCH', bizDetails: bizDetails('REPAY', repay, 'REPAYMENT') };
  bank.takeStatements();
  const startedAt = performance.now();
  await must(platform, 'ASYNC_TRANSACTION', batch);
  await untilBooked(client);
  const seconds = (performance.now() - startedAt) / 1000;
  const statements = bank.takeStatements();
  await client.end();
  await bank.close();
  return { seconds, statements };
}

/** The same statements on the same books, one after the other on one connection. */
async function bySqlAlone(database: TestDatabase, statements: readonly Statement[]): Promise<number> {
  const client = postgres(database.url, { max: 1, fetch_types: false });
  drizzle(client);
  await client`select 1`;
  const startedAt = performance.now();
  await client.begin(async (tx) => {
    for (const { text, parameters } of statements) await tx.unsafe(text, parameters as never[]);
  });
  await untilBooked(client);
  const seconds = (performance.now() - startedAt) / 1000;
  await client.end();
  return seconds;
}

/** 10,000 lines in two bizDetails, from the request to both trades booked, against their own SQL on a copy of the books. */
export async function asyncTrade(template: TestDatabase): Promise<void> {
  // Not above: the module reads where its server is when it is loaded.
  const { openTestClone } = await import('#db/testing/database.ts');
  await prepareLoan(template.url);
  const [wire, bare]: [number[], number[]] = [[], []];
  let count = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const [first, second] = [await openTestClone(template), await openTestClone(template)];
    const { seconds, statements } = await overTheWire(first);
    wire.push(seconds);
    bare.push(await bySqlAlone(second, statements));
    count = statements.length;
    await first.drop();
    await second.drop();
  }
  console.log(`bank, ASYNC_TRANSACTION of ${INVESTORS} lines in two trades, median of ${ROUNDS} interleaved rounds:`);
  console.log(`  from the request to both trades booked: ${median(wire).toFixed(2)} s`);
  console.log(`  its ${count} SQL statements alone:          ${median(bare).toFixed(2)} s`);
  console.log(`  ratio: ${(median(wire) / median(bare)).toFixed(2)} (aim: 1.5)`);
}
