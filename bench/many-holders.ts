import { attachPostgres } from '#scripts/postgres/attach.ts';

const DATA_DIR = '.data-bench';

/** What loans of ten thousand holders cost the portal, measured against the rows alone on the same durable server. */
export async function run(): Promise<void> {
  // The tests' own server gives up durability; this one must not, and its folder is read when the module is loaded.
  process.env.TEST_DATA_DIR = DATA_DIR;
  const attached = await attachPostgres(DATA_DIR);
  try {
    const { settleAndDistribute } = await import('./many-holders/compare.ts');
    const { manyLoans } = await import('./many-holders/many-loans.ts');
    await settleAndDistribute();
    await manyLoans();
  } finally {
    await attached.stop();
  }
}
