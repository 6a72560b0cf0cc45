import { sql } from 'drizzle-orm';
import { openPool } from '../pool.ts';
import { transaction } from '../transaction.ts';

/**
 * The process that a test loses the database server under: writers that put each number into two tables in one
 * transaction and print it once that is acknowledged (one whose every try met another kill is not), and readers on both clients. Ends when its parent lets go.
 */
const WRITERS = 24;
const READERS = 4;

const pool = openPool(process.argv[2] ?? '');
let stopped = false;
process.once('disconnect', () => {
  stopped = true;
});

let last = 0;
const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

async function write(): Promise<void> {
  while (!stopped) {
    last += 1;
    const number = last;
    const acknowledged = await transaction(pool, async (tx) => {
      await tx.execute(sql`insert into one values (${number}) on conflict do nothing`);
      if (number % 3 === 0) await pause(number % 5);
      await tx.execute(sql`insert into other values (${number}) on conflict do nothing`);
      return true;
    }).catch(() => false);
    if (acknowledged) process.stdout.write(`${number}\n`);
  }
}

/** Reads fail while the server is away, as pages do; what counts is that the process does not. */
async function read(question: () => Promise<unknown>): Promise<void> {
  while (!stopped) await question().catch(() => pause(5));
}

await Promise.all([
  ...Array.from({ length: WRITERS }, write),
  ...Array.from({ length: READERS }, () => read(() => pool.sql`select count(*) from other where number < 100`)),
  ...Array.from({ length: READERS }, () => read(() => pool.db.execute(sql`select 1 from one where number = ${last}`))),
]);
process.exit(0);
