import { addMonths } from '#server/primitives/calendar.ts';
import { openLoneDatabase } from '#server/testing/context.ts';
import { writeCrowd } from '#server/testing/crowd.ts';
import { median } from '../custody-bank/figures.ts';
import { STAKE, writeFullLoan } from './full-loan.ts';
import { agreeable, distribute, settle } from './portal.ts';

const HOLDERS = 100;
const ONES = 15;
const LOANS = 100;

/** Distributing a hundred loans against one, of a hundred holders each, in one database that holds all of them. */
export async function manyLoans(): Promise<void> {
  const lone = await openLoneDatabase(4);
  const { default: postgres } = await import('postgres');
  const sql = postgres(lone.ownerUrl, { max: 1, onnotice: () => {} });
  const ctx = agreeable(lone.system);
  try {
    const size = LOANS + ONES;
    const crowd = await writeCrowd(lone.ownerUrl, lone.system, { size: HOLDERS, available: STAKE });
    await sql`update account set available = ${(STAKE * BigInt(size)).toString()}::bigint where role = 'INVESTOR'`;
    for (let made = 0; made < size; made += 1) await settle(ctx, await writeFullLoan(lone, crowd));
    await sql`update instruction set state = 'succeeded' where state <> 'succeeded'`;
    await sql`update loan set project_status = 'COLLECTING'`;
    await sql`update account set available = available + 1000000000 where role = 'BORROWERS'`;
    await sql`insert into authorisation (account_id, kind, granted_at)
      select id, 'REPAYMENT', now() from account where role = 'BORROWERS'`;
    await sql`analyze`;
    const dueOn = addMonths(ctx.businessDate, 1);
    const take = async (count: number): Promise<number> => {
      await sql`update loan set project_status = 'REPAYING' where id in
        (select id from loan where project_status = 'COLLECTING' order by id limit ${count})`;
      const startedAt = performance.now();
      await distribute(ctx, dueOn);
      return (performance.now() - startedAt) / 1000;
    };
    const ones: number[] = [];
    for (let round = 0; round < ONES; round += 1) ones.push(await take(1));
    const all = await take(LOANS);
    console.log(`distribution of ${LOANS} loans of ${HOLDERS} holders, and of one (median of ${ONES}):`);
    console.log(`  one:     ${median(ones).toFixed(3)} s`);
    console.log(`  hundred: ${all.toFixed(2)} s`);
    console.log(`  ratio: ${(all / median(ones)).toFixed(1)} (aim: 105)`);
  } finally {
    await sql.end();
    await lone.close();
  }
}
