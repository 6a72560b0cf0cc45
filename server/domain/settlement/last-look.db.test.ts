import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { journal } from '#db/schema/accounts.ts';
import { instruction } from '#db/schema/custody.ts';
import { loan } from '#db/schema/loans.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { ratePpm } from '#server/primitives/rate.ts';
import { eventually } from '#server/testing/condition.ts';
import { openBorrower, openInvestor, yuan } from '#server/testing/customers.ts';
import { type Harness, startHarness } from '#server/testing/harness.ts';
import { loanState, openListing } from '#server/testing/listings.ts';
import { mirrorDifferences } from '#server/testing/mirror.ts';
import { sellProduct } from '#server/testing/products.ts';
import { placeBid } from '../bidding/place-bid.ts';
import { runOutbox } from '../custody/run-outbox.ts';
import { checkInvariants } from '../ledger/invariants.ts';
import { fundReserves } from './fund-reserves.ts';
import { settleFullLoans } from './settle-full-loans.ts';
import { settleLoan } from './settle-loan.ts';

let harness: Harness;
let loanId: Uuid;

beforeAll(async () => {
  harness = await startHarness();
  const borrower = await openBorrower(harness);
  const investor = await openInvestor(harness, { funds: yuan(5_000) });
  const terms = { settlement: 'officer', reservePpm: ratePpm(10_000) } as const;
  const productId = await sellProduct(harness, terms);
  loanId = await openListing(harness.wiring, borrower, { amount: yuan(1_000), productCode: `test-${productId}` });
  const ctx = await investor.context();
  await placeBid(ctx, { requestId: ctx.newId(), loanId, amount: yuan(1_000) });
});
afterAll(() => harness?.stop());

const theLoan = async () => {
  const [row] = await harness.wiring.pool.db.select().from(loan).where(eq(loan.id, loanId));
  if (!row) throw new Error('no loan');
  return row;
};
async function work(): Promise<void> {
  await harness.hurry();
  expect((await runOutbox(await harness.system(), 50)).errors).toEqual([]);
}
const transfers = () =>
  harness.wiring.pool.db
    .select()
    .from(instruction)
    .where(and(eq(instruction.loanId, loanId), eq(instruction.kind, 'fund-reserve')));

test('where the product asks for it, a full loan waits for an officer, and not for the one who approved it', async () => {
  expect(await settleFullLoans(await harness.system())).toBe(0);
  const { approvedBy } = await theLoan();
  const approver = await harness.staff(['loan-officer'], approvedBy as Uuid);
  await expect(settleLoan(approver, { loanId })).rejects.toMatchObject({ code: 'SAME_PERSON' });
  await expect(settleLoan(await harness.system(), { loanId })).rejects.toMatchObject({ code: 'FORBIDDEN' });
  expect(await loanState(harness.wiring, loanId)).toBe('full');
  const officer = await harness.staff(['risk-officer']);
  await settleLoan(officer, { loanId });
  expect(await theLoan()).toMatchObject({ settledBy: officer.actor.memberId });
});

test('the database keeps the last look from the approver too', async () => {
  const { sql } = harness.wiring.pool;
  await expect(sql`update loan set settled_by = approved_by where id = ${loanId}`).rejects.toThrow(
    /loan_settled_by_another/,
  );
});

test('the reserve gets its share once, though the bank’s answer was lost', async () => {
  await harness.fault('SYNC_TRANSACTION', 'drop-after');
  await eventually('repaying, and the reserve is paid', async () => {
    await work();
    return (await transfers())[0]?.state === 'succeeded';
  });
  expect(await loanState(harness.wiring, loanId)).toBe('repaying');
  const posted = await harness.wiring.pool.db.select().from(journal).where(eq(journal.kind, 'FUNDS_TRANSFER'));
  expect(posted).toMatchObject([{ amount: yuan(10), loanId }]);
  expect(await fundReserves(await harness.system())).toBe(0);
  expect(await mirrorDifferences(harness)).toEqual([]);
  expect((await checkInvariants(harness.wiring.pool)).checks.filter(({ ok }) => !ok)).toEqual([]);
});

test('a refused transfer is sent anew under a new number after a rest', async () => {
  const { sql } = harness.wiring.pool;
  const [first] = await transfers();
  await sql`update instruction set state = 'failed', next_attempt_at = now() where id = ${first?.id as Uuid}`;
  expect(await fundReserves(await harness.system())).toBe(0);
  await sql`update instruction set next_attempt_at = now() - interval '1 hour' where id = ${first?.id as Uuid}`;
  expect(await fundReserves(await harness.system())).toBe(1);
  const again = await transfers();
  expect(new Set(again.map(({ requestNo }) => requestNo)).size).toBe(2);
});
