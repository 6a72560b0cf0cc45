import { eq } from 'drizzle-orm';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { account } from '#db/schema/accounts.ts';
import { instruction, requestNumber } from '#db/schema/custody.ts';
import { bid, loan } from '#db/schema/loans.ts';
import { audit } from '#db/schema/operations.ts';
import { claim, collection, collectionItem, instalment, receipt } from '#db/schema/repayments.ts';
import { transaction } from '#db/transaction.ts';
import { plainDate } from '#server/primitives/calendar.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { fen, type Money } from '#server/primitives/money.ts';
import { ratePpm } from '#server/primitives/rate.ts';
import { type LoneDatabase, openLoneDatabase } from '#server/testing/context.ts';
import { BID, BORROWER, CLAIM, COLLECTION, INVESTOR, id, LOAN, PLANTED } from '#server/testing/planted-violations.ts';
import { CHART } from './chart.ts';
import { checkInvariants } from './invariants.ts';
import { type Posting, post } from './post.ts';

const AT = new Date('2026-03-31T02:00:00Z');
const DAY = plainDate('2026-03-31');
const AMOUNT = fen(100_000n);

let portal: LoneDatabase;
let owner: postgres.Sql;

async function instructed(index: number, kind: 'recharge' | 'freeze-bid' | 'settle-chunk'): Promise<Uuid> {
  const { newId } = portal.system;
  const row = { id: id(100 + index), requestNo: `R${index}`, service: 'ANY', kind, channel: 'direct' as const };
  await portal.pool.db.insert(instruction).values({
    ...row,
    state: 'succeeded',
    reqData: '',
    nextAttemptAt: AT,
    businessDate: DAY,
    createdAt: AT,
  });
  await portal.pool.db.insert(requestNumber).values({ requestNo: row.requestNo, instructionId: row.id });
  await portal.pool.db.insert(audit).values({
    id: newId(),
    at: AT,
    businessDate: DAY,
    actorKind: 'system',
    verb: 'test',
    objectType: 'instruction',
    objectId: row.id,
    toState: 'succeeded',
  });
  return row.id;
}

const posting = (
  instructionId: Uuid,
  kind: Posting['kind'],
  amount: Money,
  source: Posting['source'],
  target: Posting['target'],
): Posting => ({
  instructionId,
  kind,
  amount,
  source,
  target,
  lineNumber: 1,
  occurredAt: AT,
});

async function insertSettledLoan(): Promise<void> {
  const { db } = portal.pool;
  await db.insert(loan).values({
    id: LOAN,
    number: 'L1',
    projectNo: 'L1',
    borrowerAccountId: BORROWER,
    borrowerPersonId: id(8),
    productId: id(9),
    title: 't',
    purpose: 'p',
    amount: AMOUNT,
    reserved: AMOUNT,
    frozen: AMOUNT,
    ratePpm: ratePpm(100_000),
    term: 1,
    state: 'repaying',
    createdAt: AT,
  });
  await db.insert(bid).values({
    loanId: LOAN,
    id: BID,
    requestId: id(10),
    investorAccountId: INVESTOR,
    investorPersonId: id(11),
    amount: AMOUNT,
    state: 'settled',
    freezeRequestNo: 'R2',
    placedAt: AT,
  });
  await db.insert(claim).values({
    loanId: LOAN,
    id: CLAIM,
    bidId: BID,
    investorAccountId: INVESTOR,
    stake: AMOUNT,
    outstanding: fen(60_000n),
    createdAt: AT,
  });
}

async function insertFirstRepayment(): Promise<void> {
  const { db } = portal.pool;
  for (const [number, principal, state] of [
    [1, 40_000n, 'paid'],
    [2, 60_000n, 'scheduled'],
  ] as const)
    await db.insert(instalment).values({
      loanId: LOAN,
      number,
      dueOn: DAY,
      periodEndsOn: DAY,
      principal: fen(principal),
      interest: fen(100n),
      principalPaid: fen(state === 'paid' ? principal : 0n),
      interestPaid: fen(state === 'paid' ? 100n : 0n),
      state,
    });
  await db.insert(collection).values({
    loanId: LOAN,
    id: COLLECTION,
    payerAccountId: BORROWER,
    amount: fen(40_100n),
    state: 'paid',
    trigger: 'due',
    freezeRequestNo: 'R9',
    createdAt: AT,
  });
  await db.insert(collectionItem).values({
    loanId: LOAN,
    collectionId: COLLECTION,
    instalmentNumber: 1,
    beneficiary: 'investors',
    principal: fen(40_000n),
    interest: fen(100n),
  });
}

async function insertFirstReceipt(): Promise<void> {
  const { db } = portal.pool;
  await db.insert(receipt).values({
    loanId: LOAN,
    collectionId: COLLECTION,
    claimId: CLAIM,
    chunk: 1,
    instalmentNumber: 1,
    investorAccountId: INVESTOR,
    principal: fen(40_000n),
    interest: fen(100n),
    serviceFee: fen(0n),
    paidAt: AT,
    businessDate: DAY,
    principalCarryAfter: 0n,
    interestCarryAfter: 0n,
  });
  await db.insert(audit).values({
    id: id(20),
    at: AT,
    businessDate: DAY,
    actorKind: 'system',
    verb: 'test',
    objectType: 'loan',
    objectId: LOAN,
    toState: 'repaying',
  });
}

beforeAll(async () => {
  portal = await openLoneDatabase();
  owner = postgres(portal.ownerUrl, { max: 1, onnotice: () => {} });
  for (const [accountId, role] of [
    [INVESTOR, 'INVESTOR'],
    [BORROWER, 'BORROWERS'],
  ] as const)
    await portal.pool.db.insert(account).values({
      id: accountId,
      role,
      platformUserNo: role,
      state: 'active',
      createdAt: AT,
    });
  const [recharge, freeze, trade] = [
    await instructed(1, 'recharge'),
    await instructed(2, 'freeze-bid'),
    await instructed(3, 'settle-chunk'),
  ];
  const available = (accountId: Uuid) => ({ accountId, bucket: 'available' as const });
  const frozen = (accountId: Uuid) => ({ accountId, bucket: 'frozen' as const });
  await transaction(portal.pool, (tx) =>
    post(tx, portal.system, [
      posting(recharge, 'RECHARGE', fen(150_000n), available(CHART.channels.id), available(INVESTOR)),
      posting(freeze, 'FREEZE', AMOUNT, available(INVESTOR), frozen(INVESTOR)),
      posting(trade, 'TENDER', AMOUNT, frozen(INVESTOR), available(BORROWER)),
    ]),
  );
  await insertSettledLoan();
  await insertFirstRepayment();
  await insertFirstReceipt();
});
afterAll(async () => {
  await owner.end();
  await portal.close();
});

test('books that are right violate nothing', async () => {
  const report = await checkInvariants(portal.pool);
  expect(report.checks.filter((check) => !check.ok)).toEqual([]);
  expect(report.ok).toBe(true);
});

test.each(PLANTED)('%s sees: %s', async (name, plant, undo) => {
  await owner.unsafe(plant);
  try {
    const { ok, checks } = await checkInvariants(portal.pool);
    const check = checks.find((one) => one.name === name);
    expect(ok).toBe(false);
    expect(check).toMatchObject({ ok: false });
    expect(check?.violations).toBeGreaterThan(0);
    expect(check?.examples.length).toBeGreaterThan(0);
  } finally {
    await owner.unsafe(undo);
  }
  expect((await checkInvariants(portal.pool)).ok).toBe(true);
});

test('every check has been seen to fail', async () => {
  const { checks } = await checkInvariants(portal.pool);
  expect(new Set(PLANTED.map(([name]) => name))).toEqual(new Set(checks.map((check) => check.name)));
  const [row] = await portal.pool.db.select().from(loan).where(eq(loan.id, LOAN));
  expect(row?.state).toBe('repaying');
});
