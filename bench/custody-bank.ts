import { attachPostgres } from '#scripts/postgres/attach.ts';
import { asyncTrade } from './custody-bank/async-trade.ts';
import { checkFile } from './custody-bank/check-file.ts';
import { queryRate } from './custody-bank/query-rate.ts';

const DATA_DIR = '.data-bench';

/** What the protocol costs the simulated bank, measured against its own SQL on the same durable server. */
export async function run(): Promise<void> {
  // The tests' own server gives up durability; this one must not, and its folder is read when the module is loaded.
  process.env.TEST_DATA_DIR = DATA_DIR;
  const { createTestDatabase } = await import('#db/testing/database.ts');
  const attached = await attachPostgres(DATA_DIR);
  try {
    for (const measure of [queryRate, checkFile]) {
      const database = await createTestDatabase('bank');
      await measure(database.url).finally(() => database.drop());
    }
    const database = await createTestDatabase('bank');
    await asyncTrade(database).finally(() => database.drop());
  } finally {
    await attached.stop();
  }
}
