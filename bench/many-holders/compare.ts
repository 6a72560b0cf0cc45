import { createTestDatabase, openTestClone, type TestDatabase } from '#db/testing/database.ts';
import type { SystemActor } from '#server/domain/actors.ts';
import type { DomainContext } from '#server/domain/context.ts';
import { addMonths } from '#server/primitives/calendar.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { type LoneDatabase, openLoneDatabase } from '#server/testing/context.ts';
import { writeCrowd } from '#server/testing/crowd.ts';
import { median } from '../custody-bank/figures.ts';
import { STAKE, writeFullLoan } from './full-loan.ts';
import { agreeable, distribute, settle } from './portal.ts';
import { rowsAlone } from './rows-alone.ts';

const HOLDERS = 10_000;
const ROUNDS = 5;

type Work = (ctx: DomainContext<SystemActor>) => Promise<void>;

/** Does something on a database that is kept, and leaves no connection behind. @returns seconds */
async function timed(database: TestDatabase, work: Work): Promise<number> {
  const lone: LoneDatabase = await openLoneDatabase(4, { ...database, drop: async () => {} });
  try {
    const ctx = agreeable(lone.system);
    await ctx.db.execute('select 1');
    const startedAt = performance.now();
    await work(ctx);
    return (performance.now() - startedAt) / 1000;
  } finally {
    await lone.close();
  }
}

/** A database with a full loan of ten thousand bids. */
async function fullLoan(): Promise<{ database: TestDatabase; loanId: Uuid }> {
  const database = await createTestDatabase('portal');
  const lone = await openLoneDatabase(4, { ...database, drop: async () => {} });
  const crowd = await writeCrowd(lone.ownerUrl, lone.system, { size: HOLDERS, available: STAKE });
  const loanId = await writeFullLoan(lone, crowd);
  await lone.pool.sql`select 1`;
  await lone.close();
  return { database, loanId };
}

/** Repaying at the bank, the borrower's account full: the first instalment may fall due. */
async function readyToRepay(database: TestDatabase): Promise<void> {
  const { default: postgres } = await import('postgres');
  const sql = postgres(database.ownerUrl, { max: 1, onnotice: () => {} });
  await sql`update loan set project_status = 'REPAYING'`;
  await sql`update instruction set state = 'succeeded' where state <> 'succeeded'`;
  await sql`update account set available = available + 1000000000 where role = 'BORROWERS'`;
  await sql`insert into authorisation (account_id, kind, granted_at)
    select id, 'REPAYMENT', now() from account where role = 'BORROWERS'`;
  await sql`analyze`;
  await sql.end();
}

async function measure(template: TestDatabase, what: 'settlement' | 'distribution', work: Work) {
  const [portal, rows]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    const [first, second] = [await openTestClone(template, 'portal'), await openTestClone(template, 'portal')];
    portal.push(await timed(first, work));
    rows.push(await rowsAlone(first, second, what));
    await Promise.all([first.drop(), second.drop()]);
  }
  return { portal: median(portal), rows: median(rows) };
}

function tell(title: string, { portal, rows }: { portal: number; rows: number }, aim: number): void {
  console.log(`${title}, median of ${ROUNDS} interleaved rounds, same server:`);
  console.log(`  the portal's own work: ${portal.toFixed(2)} s`);
  console.log(`  the same rows alone:   ${rows.toFixed(2)} s`);
  console.log(`  ratio: ${(portal / rows).toFixed(2)} (aim: ${aim})`);
}

/** Settling 10,000 bids and distributing an instalment to their holders, each against its rows alone. */
export async function settleAndDistribute(): Promise<void> {
  const { database, loanId } = await fullLoan();
  const settled = await measure(database, 'settlement', (ctx) => settle(ctx, loanId));
  tell(`settlement of ${HOLDERS} bids`, settled, 1.25);
  await timed(database, (ctx) => settle(ctx, loanId));
  await readyToRepay(database);
  const distributed = await measure(database, 'distribution', (ctx) => distribute(ctx, addMonths(ctx.businessDate, 1)));
  tell(`distribution to ${HOLDERS} claim holders`, distributed, 1.5);
  await database.drop();
}
