import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { endTransactionsWithConnection, isLostWrite } from './lost-connection.ts';
import { openPool } from './pool.ts';
import { createTestDatabase, type TestDatabase } from './testing/database.ts';
import { transaction } from './transaction.ts';

let database: TestDatabase;
let other: postgres.Sql;
beforeAll(async () => {
  database = await createTestDatabase('portal');
  other = postgres(database.ownerUrl, { max: 1, onnotice: () => {} });
  await other`create table note (text text primary key)`;
  await other`grant all on note to manbiao`;
});
beforeEach(() => other`truncate note`);
afterAll(async () => {
  await other.end();
  await database.drop();
});

const notes = async (): Promise<string[]> => (await other`select text from note order by text`).map((row) => row.text);

/** Ends the other side's connections, as a restart of the server does. */
async function cutConnections(applicationName: string): Promise<void> {
  const admin = postgres(database.ownerUrl.replace(/\/\/[^@]+@/, `//postgres:${database.address.users.postgres}@`), {
    max: 1,
  });
  await admin`select pg_terminate_backend(pid) from pg_stat_activity where application_name = ${applicationName}`;
  await admin.end();
}

/** Loses the connection between two statements, lets the driver open it anew, and goes on as if nothing were. */
async function loseBetweenStatements(client: postgres.Sql): Promise<{ first: unknown; second: unknown }> {
  const second = Promise.withResolvers<unknown>();
  const first = await client
    .begin(async (tx) => {
      await tx.unsafe("insert into note values ('first')");
      await cutConnections('cut-1');
      await delay(50);
      await client`select 1`;
      try {
        await tx.unsafe("insert into note values ('second')");
        second.resolve('written');
      } catch (error) {
        second.resolve(error);
        throw error;
      }
    })
    .catch((error: unknown) => error);
  return { first, second: await second.promise };
}

const connect = (): postgres.Sql =>
  postgres(database.url, { max: 1, onnotice: () => {}, connection: { application_name: 'cut-1' } });

test('a transaction whose connection was lost while it did something else writes nothing more', async () => {
  const client = connect();
  let lost = 0;
  endTransactionsWithConnection(client, () => {
    lost += 1;
  });
  const { first, second } = await loseBetweenStatements(client);
  expect(first).toMatchObject({ code: 'CONNECTION_CLOSED' });
  expect(second).toMatchObject({ code: 'CONNECTION_CLOSED' });
  expect(lost).toBe(1);
  expect(await notes()).toEqual([]);
  await client.end();
});

test('the driver alone would commit what follows by itself: once it does not, this guard can go', async () => {
  const client = connect();
  await loseBetweenStatements(client);
  expect(await notes()).toEqual(['second']);
  await client.end();
});

test('a write that goes through transaction() is done anew on another connection, once', async () => {
  const pool = openPool(database.url, { max: 1, applicationName: 'cut-2' });
  let attempts = 0;
  await transaction(pool, async (tx) => {
    attempts += 1;
    await tx.execute(sql`insert into note values ('first')`);
    if (attempts === 1) await cutConnections('cut-2');
    await tx.execute(sql`insert into note values ('second')`);
  });
  expect(attempts).toBe(2);
  expect(await notes()).toEqual(['first', 'second']);
  await pool.close();
});

test('a savepoint inside a transaction still works', async () => {
  const pool = openPool(database.url, { max: 1 });
  await transaction(pool, async (tx) => {
    await tx.execute(sql`insert into note values ('kept')`);
    await tx
      .transaction(async (inner) => {
        await inner.execute(sql`insert into note values ('undone')`);
        throw new Error('undo');
      })
      .catch(() => {});
  });
  expect(await notes()).toEqual(['kept']);
  await pool.close();
});

/** A process with an open pool; `text` may provoke what it likes. */
function processWithPool(text: string): Promise<{ code: number | null; output: string }> {
  const program = `
    import postgres from 'postgres';
    import { openPool } from ${JSON.stringify(join(import.meta.dirname, 'pool.ts'))};
    const url = ${JSON.stringify(database.url)};
    const pool = openPool(url, { applicationName: 'kept' });
    await pool.sql\`select 1\`;
    ${text}`;
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', program], { cwd: process.cwd() });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      output += chunk;
    });
  return new Promise((done) => child.once('close', (code) => done({ code, output })));
}

test('the driver’s own write into a lost connection is survived, with fresh connections', async () => {
  const ended = await processWithPool(`
    const bare = postgres(url, { max: 1 });
    const work = bare.begin(async (tx) => {
      await tx\`select pg_terminate_backend(pg_backend_pid())\`.catch(() => {});
      await new Promise((done) => setTimeout(done, 50));
      throw new Error('stop');
    });
    await work.catch(() => {});
    await new Promise((done) => setTimeout(done, 100));
    const [row] = await pool.sql\`select count(*)::int as n from pg_stat_activity where application_name = 'kept'\`;
    console.log('alive', row.n);
    process.exit(0);`);
  expect(ended).toEqual({ code: 0, output: expect.stringMatching(/^alive \d+\n$/) });
});

test('any other uncaught error ends the process, also a TypeError of the driver’s', async () => {
  for (const text of ['setImmediate(() => null.write())', "setImmediate(() => { throw new Error('bug') })"]) {
    const ended = await processWithPool(`${text}; setTimeout(() => process.exit(0), 5000);`);
    expect(ended.code).toBe(1);
    expect(ended.output).toMatch(/Cannot read properties of null|bug/);
  }
});

test.each([
  ['the error itself', 'at Immediate.nextWrite (file:///x/node_modules/postgres/src/connection.js:255:22)', true],
  ['in the CommonJS copy', 'at Immediate.nextWrite (/x/node_modules/postgres/cjs/src/connection.js:255:22)', true],
  ['another function of the driver', 'at Socket.data (file:///x/node_modules/postgres/src/connection.js:300:9)', false],
  ['a function of that name elsewhere', 'at Immediate.nextWrite (file:///x/server/connection.js:255:22)', false],
])('%s', (_, frame, expected) => {
  const error = new TypeError("Cannot read properties of null (reading 'write')");
  error.stack = `TypeError: ${error.message}\n    ${frame}\n    at process.processImmediate (node:internal/timers:574:21)`;
  expect(isLostWrite(error)).toBe(expected);
  expect(isLostWrite(new Error(error.message, { cause: error }))).toBe(false);
});
