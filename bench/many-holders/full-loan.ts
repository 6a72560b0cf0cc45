import postgres from 'postgres';
import type { Uuid } from '#server/primitives/ids.ts';
import { fen } from '#server/primitives/money.ts';
import type { LoneDatabase } from '#server/testing/context.ts';
import { type Crowd, writeOpenLoan } from '#server/testing/crowd.ts';

/** What everybody lends: ¥100. */
export const STAKE = fen(10_000n);

/** A full loan as the freezes of one bid of each of a crowd would have left it. @returns its id */
export async function writeFullLoan(lone: LoneDatabase, crowd: Crowd): Promise<Uuid> {
  const amount = fen(STAKE * BigInt(crowd.investors.length));
  const loanId = await writeOpenLoan(lone.ownerUrl, lone.system, { amount, minimumBid: STAKE, bidStep: STAKE });
  const sql = postgres(lone.ownerUrl, { max: 1, onnotice: () => {} });
  const ids = crowd.investors.map(() => lone.system.newId());
  const accounts = crowd.investors.map(({ accountId }) => accountId);
  const people = crowd.investors.map(({ personId }) => personId);
  await sql`insert into bid (loan_id, id, request_id, investor_account_id, investor_person_id, amount, state,
      freeze_request_no, placed_at)
    select ${loanId}, b.id, b.id, b.account, b.person, ${STAKE.toString()}::bigint, 'frozen', b.id::text, now()
    from unnest(${ids}::uuid[], ${accounts}::uuid[], ${people}::uuid[]) as b (id, account, person)`;
  await sql`update account set available = available - ${STAKE.toString()}::bigint,
      frozen = frozen + ${STAKE.toString()}::bigint where id = any(${accounts}::uuid[])`;
  await sql`update loan set reserved = amount, frozen = amount, state = 'full', full_at = now() where id = ${loanId}`;
  await sql.end();
  return loanId;
}
