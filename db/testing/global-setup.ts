import { attachPostgres } from '#scripts/postgres/attach.ts';
import { TEST_DATA_DIR } from './database.ts';

/** Brings the tests' own PostgreSQL up before the first test file and down after the last, if it was started here. */
export default async function setup(): Promise<() => Promise<void>> {
  const attached = await attachPostgres(TEST_DATA_DIR, { unsafeFast: true });
  return attached.stop;
}
