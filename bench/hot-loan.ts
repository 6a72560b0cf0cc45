import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { attachPostgres } from '#scripts/postgres/attach.ts';
import { queueBid } from '#server/domain/bidding/bid-queue.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { fen } from '#server/primitives/money.ts';
import type { LoneDatabase } from '#server/testing/context.ts';
import { type Crowd, writeCrowd, writeOpenLoan } from '#server/testing/crowd.ts';

const DATA_DIR = '.data-bench';
const INVESTORS = 256;
const CLIENTS = 64;
const ROUNDS = 5;
const SECONDS = 3;
const BID = fen(10_000n);

type World = Readonly<{ lone: LoneDatabase; crowd: Crowd; databaseUrl: string }>;
const execute = promisify(execFile);

const newLoan = ({ lone }: World): Promise<Uuid> =>
  writeOpenLoan(lone.ownerUrl, lone.system, { amount: fen(10n ** 15n), minimumBid: BID, bidStep: BID });

/** Clients in this process, each waiting for the answer to its bid before it bids again. Answers bids a second. */
async function engineRate(world: World, clients: number): Promise<number> {
  const { lone, crowd } = world;
  const loanId = await newLoan(world);
  let taken = 0;
  const startedAt = performance.now();
  const client = async (index: number): Promise<void> => {
    const actor = crowd.investors[index % crowd.investors.length];
    if (!actor) return;
    while (performance.now() - startedAt < SECONDS * 1000) {
      const answer = await queueBid(lone.system, { actor, requestId: lone.system.newId(), loanId, amount: BID });
      if (answer.kind === 'refused') throw answer.error;
      taken += 1;
    }
  };
  await Promise.all(Array.from({ length: clients }, (_, index) => client(index)));
  return taken / ((performance.now() - startedAt) / 1000);
}

/** pgbench with a connection for each client and prepared statements. Answers transactions a second. */
async function pgbenchRate(world: World, script: string): Promise<number> {
  const loanId = await newLoan(world);
  const settings = ['-n', '-M', 'prepared', '-c', String(CLIENTS), '-j', '2', '-T', String(SECONDS)];
  const variables = ['-D', `loan=${loanId}`, '-D', `investors=${INVESTORS}`];
  const file = join(import.meta.dirname, 'hot-loan', script);
  const { stdout } = await execute('pgbench', [...settings, ...variables, '-f', file, world.databaseUrl]).catch(
    ({ stderr }: { stderr: string }) => {
      throw new Error(`pgbench failed: ${stderr.slice(0, 500)}`);
    },
  );
  return Number(/tps = ([\d.]+)/.exec(stdout)?.[1]);
}

/** pgbench finds its investors by number. */
async function writeNumbers({ lone, crowd, databaseUrl }: World): Promise<void> {
  const { default: postgres } = await import('postgres');
  const sql = postgres(databaseUrl, { max: 1 });
  const column = (pick: (actor: Crowd['investors'][number]) => string | null) => crowd.investors.map(pick);
  await sql`create table crowd as select row_number() over () as n, account_id, person_id, member_id
    from unnest(${column((actor) => actor.accountId)}::uuid[], ${column((actor) => actor.personId)}::uuid[],
      ${column((actor) => actor.memberId)}::uuid[]) as someone (account_id, person_id, member_id)`;
  await sql`alter table crowd add primary key (n)`;
  await sql`analyze crowd, account`;
  await sql.end();
  await engineRate({ lone, crowd, databaseUrl }, CLIENTS);
}

const median = (values: readonly number[]): number =>
  [...values].sort((left, right) => left - right)[Math.trunc(values.length / 2)] ?? 0;
const rounded = (value: number): string => Math.round(value).toLocaleString('en');
const ratio = (left: readonly number[], right: readonly number[]): string => (median(left) / median(right)).toFixed(2);

async function compare(world: World): Promise<void> {
  const rates = { engine: [] as number[], lean: [] as number[], whole: [] as number[] };
  for (let round = 0; round < ROUNDS; round += 1) {
    rates.engine.push(await engineRate(world, CLIENTS));
    rates.lean.push(await pgbenchRate(world, 'lock-check-update.sql'));
    rates.whole.push(await pgbenchRate(world, 'lock-check-update-all-rows.sql'));
  }
  console.log(`hot loan, ${CLIENTS} clients, median of ${ROUNDS} interleaved rounds of ${SECONDS} s, same server:`);
  console.log(`  engine, reservation of a bid (6 tables, sealed request): ${rounded(median(rates.engine))} bids/s`);
  console.log(`  pgbench, lock-check-update of loan, account, bid only:   ${rounded(median(rates.lean))} /s`);
  console.log(`  pgbench, the same writing the engine's six tables:       ${rounded(median(rates.whole))} /s`);
  console.log(`  ratio to lock-check-update:        ${ratio(rates.engine, rates.lean)} (aim: 5)`);
  console.log(`  ratio to it with the same rows:    ${ratio(rates.engine, rates.whole)}`);
}

async function compareCrowds(world: World): Promise<void> {
  const [few, many]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    few.push(await engineRate(world, 32));
    many.push(await engineRate(world, 256));
  }
  console.log(
    `  engine at 256 clients to 32: ${rounded(median(many))} / ${rounded(median(few))} = ${ratio(many, few)} (aim: 0.9)`,
  );
}

/**
 * Reservations of bids on one hot loan (transaction 1 of a bid; no bank) against pgbench doing lock, check, update on
 * the same tables of the same durable server. The engine runs in this process, client loops included.
 */
export async function run(): Promise<void> {
  // The tests' own server gives up durability; this one must not, and its folder is read when the module is loaded.
  process.env.TEST_DATA_DIR = DATA_DIR;
  const { openLoneDatabase } = await import('#server/testing/context.ts');
  const attached = await attachPostgres(DATA_DIR);
  const lone = await openLoneDatabase();
  try {
    const crowd = await writeCrowd(lone.ownerUrl, lone.system, { size: INVESTORS, available: fen(10n ** 15n) });
    const world = { lone, crowd, databaseUrl: lone.ownerUrl };
    await writeNumbers(world);
    const found = await execute('pgbench', ['--version']).catch(() => undefined);
    if (found) await compare(world);
    else console.log('hot loan: pgbench is not installed, so the comparison with it is skipped');
    await compareCrowds(world);
  } finally {
    await lone.close();
    await attached.stop();
  }
}
