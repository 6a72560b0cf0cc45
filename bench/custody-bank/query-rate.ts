import { Agent, request } from 'node:http';
import { drizzle } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import { registerTestPlatform, type TestPlatform } from '#server/bank/testing/client.ts';
import { startChildBank } from './child.ts';
import { median, rounded } from './figures.ts';
import { openRecordedBank, type Statement } from './recorded-bank.ts';

const CLIENTS = 16;
const ROUNDS = 5;
const SECONDS = 3;

/** Runs work again and again for some seconds, several at a time. Answers how often a second. */
async function rateOf(work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  let done = 0;
  const worker = async (): Promise<void> => {
    while (performance.now() - startedAt < SECONDS * 1000) {
      await work();
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, worker));
  return done / ((performance.now() - startedAt) / 1000);
}

/** Posts bytes over connections that stay open; the cheapest client that Node has, since it shares the machine. */
function poster(url: string, body: string): () => Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS });
  const headers = { 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(body) };
  return () =>
    new Promise((done, fail) => {
      const sent = request(url, { method: 'POST', agent, headers }, (response) => {
        if (response.statusCode !== 200 || !response.headers.sign) fail(new Error(`answered ${response.statusCode}`));
        response.resume().once('end', done);
      });
      sent.once('error', fail).end(body);
    });
}

const signedBody = async (platform: TestPlatform): Promise<string> =>
  new URLSearchParams(await platform.fields('QUERY_USER_INFORMATION', { platformUserNo: 'INV-1' })).toString();

/** What the database is asked for one query. */
async function recordQuery(databaseUrl: string): Promise<Statement[]> {
  const bank = await openRecordedBank(databaseUrl);
  const platform = await registerTestPlatform(bank.url, 'BENCH', 'http://127.0.0.1:1/');
  const members = [{ platformUserNo: 'INV-1', amount: '1000', authList: 'TENDER,REPAYMENT' }];
  await platform.control('members', { platformNo: 'BENCH', members });
  bank.takeStatements();
  const { body } = await platform.call('QUERY_USER_INFORMATION', { platformUserNo: 'INV-1' });
  if (body.status !== 'SUCCESS') throw new Error(JSON.stringify(body));
  const statements = bank.takeStatements();
  await bank.close();
  return statements;
}

/** Signed QUERY_USER_INFORMATION a second over the wire, against its own SQL on as many connections. */
export async function queryRate(databaseUrl: string): Promise<void> {
  const statements = await recordQuery(databaseUrl);
  const child = await startChildBank(databaseUrl);
  const client = postgres(databaseUrl, { max: CLIENTS, fetch_types: false });
  drizzle(client);
  const platform = await registerTestPlatform(child.url, 'BENCH', 'http://127.0.0.1:1/');
  const ask = poster(`${child.url}/lm/service`, await signedBody(platform));
  const askDatabase = async (): Promise<void> => {
    for (const { text, parameters } of statements) {
      await client.unsafe(text, parameters as never[], { prepare: true });
    }
  };
  const [wire, bare]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    wire.push(await rateOf(ask));
    bare.push(await rateOf(askDatabase));
  }
  await client.end();
  await child.close();
  console.log(`bank, signed QUERY_USER_INFORMATION, ${CLIENTS} clients, median of ${ROUNDS} interleaved rounds:`);
  console.log(`  over the wire (RSA-2048 verified and signed, logged): ${rounded(median(wire))} /s`);
  console.log(`  its ${statements.length} SQL statements alone:                       ${rounded(median(bare))} /s`);
  console.log(`  ratio: ${(median(wire) / median(bare)).toFixed(2)}`);
}
