import { and, eq, ne } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { instruction } from '#db/schema/custody.ts';
import { collection, distributionChunk, instalment } from '#db/schema/repayments.ts';
import { addDays, type PlainDate } from '#server/primitives/calendar.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { ratePpm } from '#server/primitives/rate.ts';
import { eventually } from '#server/testing/condition.ts';
import { addFunds, type Borrower, openBorrower, openInvestor, yuan } from '#server/testing/customers.ts';
import { type Harness, startHarness } from '#server/testing/harness.ts';
import { loanState, openListing } from '#server/testing/listings.ts';
import { mirrorDifferences } from '#server/testing/mirror.ts';
import { sellProduct } from '#server/testing/products.ts';
import { moveClocks } from '#server/testing/time.ts';
import { placeBid } from '../bidding/place-bid.ts';
import { runOutbox } from '../custody/run-outbox.ts';
import { conclude } from '../custody/write-outcome.ts';
import { checkInvariants } from '../ledger/invariants.ts';
import { settleFullLoans } from '../settlement/settle-full-loans.ts';
import { accruePenalties } from './accrue-penalties.ts';
import { collectDue } from './collect-due.ts';
import { collectFunded } from './collect-funded.ts';
import { markOverdue } from './mark-overdue.ts';
import { resumeDistributions } from './resume-distributions.ts';

let harness: Harness;
let borrower: Borrower;
let loanId: Uuid;

/** A loan whose borrower has its money, of a product without grace that is paid in whole instalments. */
beforeAll(async () => {
  harness = await startHarness();
  borrower = await openBorrower(harness);
  const productId = await sellProduct(harness, { originationFeePpm: ratePpm(300_000) });
  loanId = await openListing(harness.wiring, borrower, {
    amount: yuan(9_000),
    term: 3,
    productCode: `test-${productId}`,
  });
  const ctx = await (await openInvestor(harness, { funds: yuan(9_000) })).context();
  await placeBid(ctx, { requestId: ctx.newId(), loanId, amount: yuan(9_000) });
  await settleFullLoans(await harness.system());
  await eventually('the loan is repaying', async () => (await loanState(harness.wiring, loanId)) === 'repaying');
  await runOutbox(await harness.system(), 10);
});
afterAll(() => harness?.stop());

async function row(number: number) {
  const rows = await harness.wiring.pool.db.select().from(instalment).where(eq(instalment.loanId, loanId));
  const found = rows.find((one) => one.number === number);
  if (!found) throw new Error('no such instalment');
  return found;
}
async function everythingAgrees(): Promise<void> {
  const { checks } = await checkInvariants(harness.wiring.pool);
  expect(checks.filter((check) => !check.ok)).toEqual([]);
  expect(await mirrorDifferences(harness)).toEqual([]);
}
async function night(on: PlainDate) {
  await moveClocks(harness, on, '00:10');
  const ctx = await harness.system();
  return { missed: await markOverdue(ctx, on), charged: await accruePenalties(ctx, on) };
}
async function worked(what: string, done: () => Promise<boolean>): Promise<void> {
  await eventually(what, async () => {
    await harness.hurry();
    await runOutbox(await harness.system(), 10);
    return done();
  });
}

test('frozen on the due day and heard of after midnight, an instalment is paid and was never late', async () => {
  const { dueOn } = await row(1);
  await moveClocks(harness, dueOn, '20:00');
  await harness.fault('USER_AUTO_PRE_TRANSACTION', 'drop-after');
  await harness.fault('QUERY_TRANSACTION', 'drop-before', { next: 100 });
  await collectDue(await harness.system(), { on: dueOn });
  expect(await row(1)).toMatchObject({ state: 'collecting' });
  expect(await night(addDays(dueOn, 1))).toEqual({ missed: 0, charged: 0 });
  expect(await row(1)).toMatchObject({ state: 'collecting' });
  await harness.control('DELETE', 'faults');
  await worked('the freeze is heard of', async () => (await row(1)).state === 'paid');
  expect(await row(1)).toMatchObject({ overdueOn: null, penaltyFenDays: 0n, penaltyPaid: 0n });
  expect(await loanState(harness.wiring, loanId)).toBe('repaying');
  await everythingAgrees();
});

test('what the bank could not share out goes back, and the borrower is not late for it', async () => {
  const { dueOn } = await row(2);
  await moveClocks(harness, dueOn, '00:10');
  await harness.fault('SYNC_TRANSACTION', 'drop-before', { next: 1_000 });
  await collectDue(await harness.system(), { on: dueOn });
  const { pool } = harness.wiring;
  expect(await row(2)).toMatchObject({ state: 'collecting' });
  await refuseDistribution();
  await harness.control('DELETE', 'faults');
  await resumeDistributions(await harness.system());
  await worked('the money is back', async () => (await row(2)).state === 'due');
  const failed = await pool.db.select().from(collection).where(eq(collection.state, 'failed'));
  expect(failed.map(({ failure }) => failure)).toContain('DISTRIBUTION_REFUSED');
  expect(await night(addDays(dueOn, 1))).toEqual({ missed: 0, charged: 0 });
  expect(await row(2)).toMatchObject({ state: 'due' });
  await collectDue(await harness.system(), { on: addDays(dueOn, 1) });
  expect(await row(2)).toMatchObject({ state: 'paid', overdueOn: null, penaltyPaid: 0n });
  await everythingAgrees();
});

test('a product of whole instalments takes nothing while there is too little, and all when there is enough', async () => {
  const { dueOn } = await row(3);
  await moveClocks(harness, dueOn, '00:10');
  expect(await collectDue(await harness.system(), { on: dueOn })).toMatchObject({ attempted: 1, paid: 0 });
  expect(await night(addDays(dueOn, 1))).toEqual({ missed: 1, charged: 1 });
  await addFunds(harness, borrower, yuan(10));
  expect(await collectFunded(await harness.system())).toBe(0);
  expect(await row(3)).toMatchObject({ principalPaid: 0n, penaltyPaid: 0n });
  await addFunds(harness, borrower, yuan(4_000));
  expect(await collectFunded(await harness.system())).toBe(1);
  const last = await row(3);
  expect(last).toMatchObject({ state: 'paid' });
  expect(last.penaltyPaid).toBe(((last.principal + last.interest) * 500n + 500_000n) / 1_000_000n);
  await worked('the loan has ended', async () => (await loanState(harness.wiring, loanId)) === 'repaid');
  await everythingAgrees();
});

/** The trade that the bank has never seen ends as refused, for the last time. */
async function refuseDistribution(): Promise<void> {
  const ctx = await harness.system();
  const [held] = await harness.wiring.pool.db
    .select()
    .from(instruction)
    .where(and(eq(instruction.loanId, loanId), eq(instruction.kind, 'distribute'), ne(instruction.state, 'succeeded')));
  if (!held) throw new Error('there is no distribution');
  await conclude(ctx, held, { kind: 'failed', errorCode: '100008', errorMessage: '业务受理失败' });
  await harness.wiring.pool.db
    .update(distributionChunk)
    .set({ attempts: 5, nextAttemptAt: ctx.realNow() })
    .where(eq(distributionChunk.state, 'failed'));
}
