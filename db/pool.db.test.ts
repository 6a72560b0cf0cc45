import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPool, type Pool } from './pool.ts';
import { account } from './schema/accounts.ts';
import { createTestDatabase, type TestDatabase } from './testing/database.ts';
import { transaction } from './transaction.ts';

let database: TestDatabase;
let pool: Pool;
beforeAll(async () => {
  database = await createTestDatabase('portal');
  pool = openPool(database.url);
});
afterAll(async () => {
  await pool.close();
  await database.drop();
});

test('the application role cannot change what is in the books', async () => {
  for (const statement of ['update journal set amount = 1', 'delete from entry', 'truncate audit']) {
    await expect(pool.sql.unsafe(statement)).rejects.toThrow(/permission denied/);
  }
});

test('a transaction that fails leaves nothing behind', async () => {
  const work = transaction(pool, async (tx) => {
    await tx.execute(sql`insert into counter values ('L2026', 1)`);
    throw new Error('stop');
  });
  await expect(work).rejects.toThrow('stop');
  expect(await pool.db.select().from(account)).toEqual([]);
  expect((await pool.sql`select * from counter`).length).toBe(0);
});
