import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loan, loanDecision } from '#db/schema/loans.ts';
import { score } from '#db/schema/scores.ts';
import { transaction } from '#db/transaction.ts';
import { type Uuid, uuid } from '#server/primitives/ids.ts';
import { fen } from '#server/primitives/money.ts';
import { ratePpm } from '#server/primitives/rate.ts';
import { newApplicant, newGuarantor } from '#server/testing/applicants.ts';
import { type LoneDatabase, openLoneDatabase } from '#server/testing/context.ts';
import { sellProduct } from '#server/testing/products.ts';
import { type BorrowerActor, mintAdmin, type StaffRole } from '../actors.ts';
import { answerDecision } from './answer-decision.ts';
import { applyForLoan, type LoanApplication } from './apply-for-loan.ts';
import { decideLoan, type LoanDecision } from './decide-loan.ts';
import { declineOffer } from './decline-offer.ts';
import { ensureProducts } from './products.ts';
import { resubmitApplication } from './resubmit-application.ts';
import { startReview } from './start-review.ts';
import { withdrawApplication } from './withdraw-application.ts';

let lone: LoneDatabase;
let sells: Uuid;
const yuan = (amount: number) => fen(BigInt(amount) * 100n);
const officer = (memberId = lone.system.newId(), roles: StaffRole[] = ['loan-officer']) =>
  lone.contextFor(mintAdmin({ memberId, roles }));
const asked = { title: '进货', purpose: '旺季备货', term: 6, ratePpm: ratePpm(90_000) };

beforeAll(async () => {
  lone = await openLoneDatabase(20);
  await transaction(lone.pool, (tx) => ensureProducts(tx, lone.system));
  sells = await sell({ secondReviewAbove: yuan(100_000) });
});
afterAll(() => lone.close());

const sell = (terms: Parameters<typeof sellProduct>[1]) =>
  sellProduct({ wiring: lone, system: async () => lone.system }, terms);

async function apply(borrower: BorrowerActor, amount: number, changes: Partial<LoanApplication> = {}): Promise<Uuid> {
  const wish = { ...asked, requestId: lone.system.newId(), productId: sells, amount: yuan(amount), ...changes };
  return (await applyForLoan(lone.contextFor(borrower), wish)).loanId;
}
async function reviewed(
  borrower: BorrowerActor,
  amount: number,
  changes: Partial<LoanApplication> = {},
): Promise<Uuid> {
  const loanId = await apply(borrower, amount, changes);
  await startReview(officer(), { loanId });
  return loanId;
}
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

test('an offer may change amount, rate and term, and keeps what was asked for beside them', async () => {
  const loanId = await reviewed(await newApplicant(lone), 50_000);
  await decideLoan(officer(), offer(loanId, { amount: yuan(40_000), ratePpm: ratePpm(100_000) }));
  expect(await theLoan(loanId)).toMatchObject({
    state: 'offered',
    amount: yuan(40_000),
    ratePpm: 100_000,
    term: 6,
    requestedAmount: yuan(50_000),
    requestedRatePpm: 90_000,
    requestedTerm: null,
  });
});

test('an offer of more than was asked for counts against the cap, one of less makes room', async () => {
  const borrower = await newApplicant(lone);
  const first = await reviewed(borrower, 90_000);
  await apply(borrower, 100_000);
  await expect(decideLoan(officer(), offer(first, { amount: yuan(100_001) }))).rejects.toMatchObject({
    code: 'BORROWING_CAP_EXCEEDED',
  });
  await decideLoan(officer(), offer(first, { amount: yuan(50_000) }));
  await apply(borrower, 50_000);
  await expect(apply(borrower, 1_000)).rejects.toMatchObject({ code: 'BORROWING_CAP_EXCEEDED' });
});

test('above the threshold an offer waits for another officer, who confirms it', async () => {
  const proposer = officer();
  const loanId = await reviewed(await newApplicant(lone), 150_000);
  const { state, decisionId } = await decideLoan(proposer, offer(loanId));
  expect(state).toBe('reviewing');
  const confirm = { loanId, decisionId, answer: 'confirm', words: '' } as const;
  await expect(answerDecision(proposer, confirm)).rejects.toMatchObject({ code: 'SAME_PERSON' });
  await expect(decideLoan(officer(), offer(loanId))).rejects.toMatchObject({ code: 'CONFLICT' });
  const second = officer();
  expect(await answerDecision(second, confirm)).toMatchObject({ state: 'offered' });
  expect(await theLoan(loanId)).toMatchObject({ grade: 'B', approvedBy: second.actor.memberId });
  await expect(answerDecision(officer(), confirm)).rejects.toMatchObject({ code: 'CONFLICT' });
});

const scored = { ruleSetId: uuid('01950000-0000-7000-8000-0000000000aa'), inputs: {}, lines: [], points: 300 };
test.each([
  ['more than the grade may borrow', { amountLimit: yuan(49_999), grade: 'D' as const, knockedOut: false }],
  ['a score without a grade', { amountLimit: null, grade: null, knockedOut: false }],
  ['one that a rule has knocked out', { amountLimit: yuan(90_000), grade: 'B' as const, knockedOut: true }],
])('beyond the score one officer is not enough: %s', async (_, found) => {
  const loanId = await reviewed(await newApplicant(lone), 50_000);
  const row = { ...scored, ...found, id: lone.system.newId(), loanId, at: lone.system.now() };
  await lone.pool.db.insert(score).values({ ...row, shadow: false });
  await lone.pool.db.insert(score).values({
    ...row,
    id: lone.system.newId(),
    shadow: true,
    knockedOut: false,
    amountLimit: yuan(900_000),
  });
  const { state, decisionId } = await decideLoan(officer(), offer(loanId));
  expect(state).toBe('reviewing');
  const confirmed = await answerDecision(officer(), { loanId, decisionId, answer: 'confirm', words: '' });
  expect(confirmed.state).toBe('offered');
});

test('within the score one officer decides', async () => {
  const loanId = await reviewed(await newApplicant(lone), 50_000);
  const found = { amountLimit: yuan(50_000), grade: 'D' as const, knockedOut: false };
  await lone.pool.db
    .insert(score)
    .values({ ...scored, ...found, id: lone.system.newId(), loanId, at: lone.system.now(), shadow: false });
  expect((await decideLoan(officer(), offer(loanId))).state).toBe('offered');
});

test('two officers who answer at once: one word counts', async () => {
  const loanId = await reviewed(await newApplicant(lone), 150_000);
  const { decisionId } = await decideLoan(officer(), offer(loanId));
  const answers = await Promise.allSettled([
    answerDecision(officer(), { loanId, decisionId, answer: 'confirm', words: '' }),
    answerDecision(officer(), { loanId, decisionId, answer: 'refuse', words: '抵押物不足' }),
  ]);
  expect(answers.filter(({ status }) => status === 'fulfilled').length).toBe(1);
});

test('a refused decision leaves the application under review, to be decided anew', async () => {
  const loanId = await reviewed(await newApplicant(lone), 150_000);
  const { decisionId } = await decideLoan(officer(), offer(loanId));
  const refusal = { loanId, decisionId, answer: 'refuse' } as const;
  await expect(answerDecision(officer(), { ...refusal, words: ' ' })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  expect(await answerDecision(officer(), { ...refusal, words: '抵押物不足' })).toMatchObject({ state: 'reviewing' });
  await decideLoan(officer(), offer(loanId, { amount: yuan(80_000) }));
  expect(await theLoan(loanId)).toMatchObject({ state: 'offered', amount: yuan(80_000) });
});

test('the database itself refuses one person as proposer and second', async () => {
  const loanId = await reviewed(await newApplicant(lone), 150_000);
  const proposer = officer();
  await decideLoan(proposer, offer(loanId));
  const decided = { state: 'confirmed', decidedBy: proposer.actor.memberId } as const;
  await expect(
    lone.pool.db.update(loanDecision).set(decided).where(eq(loanDecision.loanId, loanId)),
  ).rejects.toMatchObject({ cause: { constraint_name: 'loan_decision_by_two' } });
});

test('a product with prices lends to its grades at their price and to no other', async () => {
  const productId = await sell({ gradePrices: { A: 60_000, B: 80_000 } });
  const loanId = await reviewed(await newApplicant(lone), 10_000, { productId });
  await expect(decideLoan(officer(), offer(loanId, { grade: 'C' }))).rejects.toMatchObject({
    details: { field: 'grade' },
  });
  await expect(decideLoan(officer(), offer(loanId, { ratePpm: ratePpm(90_000) }))).rejects.toMatchObject({
    details: { field: 'ratePpm', pricePpm: 80_000 },
  });
  await decideLoan(officer(), offer(loanId));
  expect(await theLoan(loanId)).toMatchObject({ ratePpm: 80_000, requestedRatePpm: 90_000 });
});

test('a returned application comes again with other terms, and never past the cap', async () => {
  const borrower = await newApplicant(lone);
  const ctx = lone.contextFor(borrower);
  const loanId = await reviewed(borrower, 50_000);
  await decideLoan(officer(), { loanId, decision: 'return', reason: '请补充流水' });
  await apply(borrower, 100_000);
  const again = { ...asked, loanId, productId: sells, requestId: lone.system.newId() };
  const all = await Promise.allSettled(
    Array.from({ length: 20 }, () =>
      resubmitApplication(ctx, { ...again, requestId: lone.system.newId(), amount: yuan(100_001) }),
    ),
  );
  for (const one of all) expect(one).toMatchObject({ reason: { code: 'BORROWING_CAP_EXCEEDED' } });
  await expect(
    resubmitApplication(lone.contextFor(await newApplicant(lone)), { ...again, amount: yuan(1_000) }),
  ).rejects.toMatchObject({ code: 'NOT_FOUND' });
  expect(await resubmitApplication(ctx, { ...again, amount: yuan(100_000), purpose: '补充说明' })).toMatchObject({
    state: 'submitted',
  });
  expect(await theLoan(loanId)).toMatchObject({ amount: yuan(100_000), purpose: '补充说明' });
});

test('what is withdrawn or declined counts no longer, and what was proposed about it falls', async () => {
  const borrower = await newApplicant(lone);
  const ctx = lone.contextFor(borrower);
  const loanId = await reviewed(borrower, 200_000);
  const { decisionId } = await decideLoan(officer(), offer(loanId));
  expect(await withdrawApplication(ctx, { loanId })).toMatchObject({ state: 'withdrawn' });
  expect(await withdrawApplication(ctx, { loanId })).toMatchObject({ state: 'withdrawn' });
  await expect(answerDecision(officer(), { loanId, decisionId, answer: 'confirm', words: '' })).rejects.toMatchObject({
    code: 'CONFLICT',
  });
  const second = await reviewed(borrower, 100_000);
  await expect(declineOffer(ctx, { loanId: second })).rejects.toMatchObject({ code: 'INVALID_TRANSITION' });
  await decideLoan(officer(), offer(second));
  expect(await declineOffer(ctx, { loanId: second })).toMatchObject({ state: 'declined' });
  await apply(borrower, 200_000);
});

test('enterprises of one legal representative are counted together, his own loans apart', async () => {
  const productId = await sell({ borrowerKinds: ['enterprise'] });
  const first = await newApplicant(lone, 'enterprise');
  const second = await newApplicant(lone, 'enterprise', first.personId);
  const self = await newApplicant(lone, 'person', first.personId);
  const all = await Promise.allSettled(
    Array.from({ length: 100 }, (_, index) => apply(index % 2 === 0 ? first : second, 30_000, { productId })),
  );
  expect(all.filter(({ status }) => status === 'fulfilled').length).toBe(33);
  await expect(apply(second, 10_001, { productId })).rejects.toMatchObject({ code: 'BORROWING_CAP_EXCEEDED' });
  await apply(self, 200_000);
  await expect(apply(self, 30_000, { productId })).rejects.toMatchObject({ details: { field: 'productId' } });
});

test('the largest debt declared elsewhere counts, whichever application declared it', async () => {
  const borrower = await newApplicant(lone);
  await apply(borrower, 50_000, { declaredDebt: yuan(900_000) });
  await expect(apply(borrower, 50_001)).rejects.toMatchObject({ code: 'TOTAL_BORROWING_CAP_EXCEEDED' });
  await apply(borrower, 50_000);
});

test('a guarantor stands for others alone, and only while it is active', async () => {
  const productId = await sell({ borrowerKinds: ['enterprise'], compensator: 'guarantor' });
  const borrower = await newApplicant(lone, 'enterprise');
  const related = await newGuarantor(lone, yuan(1_000_000), borrower.personId);
  const guarantorId = await newGuarantor(lone, yuan(1_000_000));
  for (const wrong of [undefined, related, lone.system.newId()]) {
    await expect(apply(borrower, 10_000, { productId, guarantorId: wrong })).rejects.toMatchObject({
      details: { field: 'guarantorId' },
    });
  }
  const loanId = await apply(borrower, 10_000, { productId, guarantorId });
  expect(await theLoan(loanId)).toMatchObject({ guarantorId, borrowerKind: 'enterprise' });
});
