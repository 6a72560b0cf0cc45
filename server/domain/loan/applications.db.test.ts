import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loan } from '#db/schema/loans.ts';
import { audit } from '#db/schema/operations.ts';
import { transaction } from '#db/transaction.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { fen } from '#server/primitives/money.ts';
import { ratePpm } from '#server/primitives/rate.ts';
import { newApplicant } from '#server/testing/applicants.ts';
import { type LoneDatabase, openLoneDatabase } from '#server/testing/context.ts';
import { type BorrowerActor, mintAdmin, mintBorrower, type StaffRole } from '../actors.ts';
import { acceptOffer } from './accept-offer.ts';
import { applyForLoan } from './apply-for-loan.ts';
import { decideLoan, type LoanDecision } from './decide-loan.ts';
import { ensureProducts } from './products.ts';
import { loanPage, loansOfBorrower, marketLoans, productsOnSale, reviewQueue } from './queries.ts';
import { startReview } from './start-review.ts';

let lone: LoneDatabase;
let productId: Uuid;
const yuan = (amount: number) => fen(BigInt(amount) * 100n);

beforeAll(async () => {
  lone = await openLoneDatabase(20);
  await transaction(lone.pool, (tx) => ensureProducts(tx, lone.system));
  await transaction(lone.pool, (tx) => ensureProducts(tx, lone.system));
  const onSale = await productsOnSale(lone.system);
  expect(onSale.length).toBe(7);
  productId = onSale.find(({ code }) => code === 'monthly-instalment')?.id ?? lone.system.newId();
});
afterAll(() => lone.close());

const newBorrower = () => newApplicant(lone);
function apply(borrower: BorrowerActor, amount: number, requestId = lone.system.newId()) {
  const asked = { title: '进货', purpose: '旺季备货', amount: yuan(amount), term: 6, ratePpm: ratePpm(90_000) };
  return applyForLoan(lone.contextFor(borrower), { requestId, productId, ...asked });
}
const officer = (roles: StaffRole[] = ['loan-officer'], memberId = lone.system.newId()) =>
  lone.contextFor(mintAdmin({ memberId, roles }));
const offer = (loanId: Uuid, changes: Partial<LoanDecision> = {}): LoanDecision => ({
  loanId,
  decision: 'offer',
  grade: 'B',
  reason: '资料齐全',
  ...changes,
});
async function theLoan(loanId: Uuid) {
  const [row] = await lone.pool.db.select().from(loan).where(eq(loan.id, loanId));
  return row;
}

test('a hundred applications at once never pass the cap together', async () => {
  const borrower = await newBorrower();
  const asked = await Promise.allSettled(Array.from({ length: 100 }, () => apply(borrower, 30_000)));
  expect(asked.filter(({ status }) => status === 'fulfilled').length).toBe(6);
  for (const one of asked) {
    if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'BORROWING_CAP_EXCEEDED' });
  }
  await expect(apply(borrower, 20_001)).rejects.toMatchObject({ details: { leftFen: yuan(20_000).toString() } });
  await apply(borrower, 20_000);
});

test('one request is one application, and numbers count up', async () => {
  const borrower = await newBorrower();
  const requestId = lone.system.newId();
  const both = await Promise.all([apply(borrower, 1_000, requestId), apply(borrower, 1_000, requestId)]);
  expect(both[0]).toEqual(both[1]);
  await expect(apply(borrower, 2_000, requestId)).rejects.toMatchObject({ code: 'REQUEST_ID_REUSED' });
  const own = await loansOfBorrower(lone.contextFor(borrower));
  expect(own.length).toBe(1);
  expect(own[0]?.number).toMatch(/^L\d{4}-\d{6}$/);
  expect(own[0]).toMatchObject({ state: 'submitted', nextDueOn: null, outstandingPrincipal: 0n });
});

test('an application needs an account, and an officer another person', async () => {
  const stranger = mintBorrower({ memberId: lone.system.newId(), personId: null, accountId: null });
  await expect(apply(stranger, 1_000)).rejects.toMatchObject({ code: 'ACCOUNT_NOT_OPEN' });
  const borrower = await newBorrower();
  const { loanId } = await apply(borrower, 1_000);
  await expect(startReview(officer(['finance']), { loanId })).rejects.toMatchObject({ code: 'FORBIDDEN' });
  const self = officer(['loan-officer'], borrower.memberId);
  await expect(startReview(self, { loanId })).rejects.toMatchObject({ code: 'SAME_PERSON' });
  await startReview(officer(), { loanId });
  await expect(decideLoan(self, offer(loanId))).rejects.toMatchObject({ code: 'SAME_PERSON' });
});

test('an offer needs a reason, a grade and a rate of the product; then it waits for the borrower', async () => {
  const borrower = await newBorrower();
  const { loanId } = await apply(borrower, 1_000);
  await expect(decideLoan(officer(), offer(loanId))).rejects.toMatchObject({ code: 'INVALID_TRANSITION' });
  await startReview(officer(), { loanId });
  for (const wrong of [{ reason: ' ' }, { grade: undefined }, { ratePpm: ratePpm(400_000) }]) {
    await expect(decideLoan(officer(), offer(loanId, wrong))).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  }
  await decideLoan(officer(), offer(loanId, { ratePpm: ratePpm(100_000) }));
  expect(await theLoan(loanId)).toMatchObject({ state: 'offered', grade: 'B', ratePpm: 100_000 });
  const waiting = await reviewQueue(officer());
  expect(waiting.find((row) => row.loanId === loanId)).toMatchObject({ borrower: '仲*妮', state: 'offered' });
  const other = lone.contextFor(await newBorrower());
  await expect(acceptOffer(other, { loanId })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(acceptOffer(lone.contextFor(borrower), { loanId })).rejects.toMatchObject({
    code: 'AUTHORISATION_MISSING',
  });
});

test('a rejected application no longer counts against the cap, and every step is in the audit trail', async () => {
  const borrower = await newBorrower();
  const { loanId } = await apply(borrower, 200_000);
  await startReview(officer(), { loanId });
  await decideLoan(officer(), { loanId, decision: 'reject', reason: '收入不足' });
  await apply(borrower, 200_000);
  const trail = await lone.pool.db.select().from(audit).where(eq(audit.objectId, loanId)).orderBy(audit.id);
  expect(trail.map(({ fromState, toState }) => `${fromState} → ${toState}`)).toEqual([
    'draft → submitted',
    'submitted → reviewing',
    'reviewing → rejected',
  ]);
  expect(trail[2]?.reason).toBe('收入不足');
});

test('nobody sees a loan before it is public', async () => {
  const { loanId } = await apply(await newBorrower(), 1_000);
  await expect(loanPage(lone.pool, loanId)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  expect(await marketLoans(lone.pool, { limit: 50, states: ['submitted'] })).toEqual([]);
});
