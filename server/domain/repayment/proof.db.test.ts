import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Uuid } from '#server/primitives/ids.ts';
import { fen, type Money, sum } from '#server/primitives/money.ts';
import { ratePpm } from '#server/primitives/rate.ts';
import { eventually } from '#server/testing/condition.ts';
import { addFunds, type Borrower, type Investor, openBorrower, openInvestor, yuan } from '#server/testing/customers.ts';
import { type Harness, startHarness } from '#server/testing/harness.ts';
import { loanState, openListing } from '#server/testing/listings.ts';
import { sellProduct } from '#server/testing/products.ts';
import { moveClocks } from '#server/testing/time.ts';
import { placeBid } from '../bidding/place-bid.ts';
import { runOutbox } from '../custody/run-outbox.ts';
import { settleFullLoans } from '../settlement/settle-full-loans.ts';
import { collectDue } from './collect-due.ts';
import { totalOf } from './owed.ts';
import { payInstalment } from './pay-instalment.ts';
import { proofOfLoan } from './proof.ts';
import { proofShares, type ShareCursor } from './proof-shares.ts';

const STAKES = [4_900, 3_300, 1_800] as const;
let world: Harness;
let borrower: Borrower;
let investors: Investor[];
let loanId: Uuid;

beforeAll(async () => {
  world = await startHarness();
  borrower = await openBorrower(world);
  investors = await Promise.all(STAKES.map(() => openInvestor(world, { funds: yuan(5_000) })));
  const productId = await sellProduct(world, { originationFeePpm: ratePpm(700_000), partialPayments: true });
  const wanted = { amount: yuan(10_000), term: 3, productCode: `test-${productId}` };
  loanId = await openListing(world.wiring, borrower, wanted);
});
afterAll(() => world?.stop());

const proof = async () => proofOfLoan(await world.system(), { loanId });
const firstRow = async () => {
  const [row] = (await proof()).rows;
  if (!row) throw new Error('no row');
  return row;
};
const shares = async (more: { number?: number; accountId?: Uuid; after?: ShareCursor; limit?: number } = {}) =>
  proofShares(await world.system(), { loanId, limit: 100, ...more });
const principalOf = (rows: readonly { principal: Money }[]) => sum(rows.map(({ principal }) => principal));

test('before the settlement the plan as of today is shown, and its principal is the loan', async () => {
  const { settled, rows, collected } = await proof();
  expect({ settled, collected, count: rows.length }).toEqual({ settled: false, collected: 0n, count: 3 });
  expect(principalOf(rows)).toBe(yuan(10_000));
  expect(rows.every(({ payments }) => payments.length === 0)).toBe(true);
  expect(await shares()).toEqual([]);
});

test('a row paid in parts shows each part of it with the investors, nothing between them', async () => {
  for (const [index, investor] of investors.entries()) {
    const ctx = await investor.context();
    await placeBid(ctx, { requestId: ctx.newId(), loanId, amount: yuan(STAKES[index] ?? 0) });
  }
  await settleFullLoans(await world.system());
  await eventually('the loan is repaying', async () => (await loanState(world.wiring, loanId)) === 'repaying');
  await runOutbox(await world.system(), 10);
  const { dueOn } = await firstRow();
  await moveClocks(world, dueOn, '00:10');
  await collectDue(await world.system(), { on: dueOn });
  const parts = await firstRow();
  expect(parts.state).toBe('due');
  expect(parts.payments).toMatchObject([{ payer: 'borrower', difference: 0n, compensator: 0n, platform: 0n }]);
  await addFunds(world, borrower, yuan(1_000));
  const ctx = await borrower.context();
  await payInstalment(ctx, { requestId: ctx.newId(), loanId, amount: fen(10_001n) });
  await payInstalment(await borrower.context(), { requestId: ctx.newId(), loanId });
  const paid = await firstRow();
  expect(paid.state).toBe('paid');
  const [payment] = paid.payments;
  expect(payment?.paid).toMatchObject({ principal: paid.principal, interest: paid.interest });
  expect(payment?.investors).toEqual(payment?.paid);
  expect((await proof()).collected).toBe(payment ? totalOf(payment.paid) : undefined);
});

test('the receipts can be read page by page, each with its carry and its left-over fen, names masked', async () => {
  const all = await shares({ number: 1 });
  expect(all).toHaveLength(9);
  expect(principalOf(all)).toBe((await firstRow()).principal);
  const paged = [];
  for (let after: ShareCursor | undefined; ; ) {
    const page = await shares({ limit: 4, after });
    paged.push(...page);
    after = page.at(-1);
    if (page.length < 4) break;
  }
  expect(paged).toEqual(all);
  const [payment] = (await firstRow()).payments;
  expect(all.filter(({ leftOver }) => leftOver > 0n).length).toBeGreaterThan(0);
  expect(payment?.leftOver).toBeGreaterThanOrEqual(all.filter(({ leftOver }) => leftOver > 0n).length);
  for (const { investor, principalCarry, whole } of all) {
    expect(investor).toContain('*');
    expect(principalCarry < whole && principalCarry > -whole).toBe(true);
  }
  const mine = await shares({ accountId: investors[0]?.accountId });
  expect(mine.map(({ stake }) => stake)).toEqual([yuan(4_900), yuan(4_900), yuan(4_900)]);
});

test('a receipt of a fen less than was paid shows as a difference', async () => {
  const sqlText = `update receipt set principal = principal - 1 where loan_id = '${loanId}' and (claim_id, collection_id) =
    (select claim_id, collection_id from receipt where loan_id = '${loanId}' and principal > 0 limit 1)`;
  await world.wiring.pool.sql.unsafe(sqlText);
  expect((await firstRow()).payments).toMatchObject([{ difference: 1n }]);
});
