import { attachPostgres } from '#scripts/postgres/attach.ts';

const DATA_DIR = '.data-bench';
const ROUNDS = 5;

/** What a day's check files cost, from archive to report, against their rows alone on the same durable server. */
export async function run(): Promise<void> {
  // The tests' own server gives up durability; this one must not, and its folder is read when the module is loaded.
  process.env.TEST_DATA_DIR = DATA_DIR;
  const attached = await attachPostgres(DATA_DIR);
  try {
    const { compareDay } = await import('./reconciliation/compare.ts');
    const few = await compareDay(10_000, ROUNDS);
    const many = await compareDay(1_000_000, ROUNDS);
    const perRow = ({ ours, lines }: typeof few): number => ours / lines;
    const rawPerRow = ({ raw, lines }: typeof few): number => raw / lines;
    const [growth, rawGrowth] = [perRow(many) / perRow(few), rawPerRow(many) / rawPerRow(few)];
    console.log(
      `a line of the larger day costs ${growth.toFixed(2)} of one of the smaller, its SQL ${rawGrowth.toFixed(2)}`,
    );
    console.log(`  ratio: ${(growth / rawGrowth).toFixed(2)} (aim: 1.15)`);
  } finally {
    await attached.stop();
  }
}
