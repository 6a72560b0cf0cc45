import { and, eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { account } from '#db/schema/accounts.ts';
import { instruction } from '#db/schema/custody.ts';
import { bid, loan } from '#db/schema/loans.ts';
import { audit, request } from '#db/schema/operations.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { fen, type Money } from '#server/primitives/money.ts';
import { type LoneDatabase, openLoneDatabase } from '../../testing/context.ts';
import { type Crowd, writeCrowd, writeOpenLoan } from '../../testing/crowd.ts';
import type { InvestorActor } from '../actors.ts';
import type { BidAnswer, BidOrder } from './bid-order.ts';
import { queueBid } from './bid-queue.ts';
import { reserveBids } from './reserve-bids.ts';

let lone: LoneDatabase;
let crowd: Crowd;
let loanId: Uuid;
const yuan = (amount: number): Money => fen(BigInt(amount) * 100n);
const one = (index: number): InvestorActor => {
  const actor = crowd.investors[index];
  if (!actor) throw new Error('no such investor');
  return actor;
};
const order = (index: number, amount: Money, requestId = lone.system.newId()): BidOrder => ({
  actor: one(index),
  requestId,
  loanId,
  amount,
});
const codes = (answers: readonly BidAnswer[]) =>
  answers.map((answer) => (answer.kind === 'refused' ? answer.error.code : answer.kind));
const reserve = (...orders: BidOrder[]) => reserveBids(lone.system, loanId, orders);

beforeAll(async () => {
  lone = await openLoneDatabase();
  crowd = await writeCrowd(lone.ownerUrl, lone.system, { size: 20, available: yuan(5_000) });
});
beforeEach(async () => {
  const listing = { amount: yuan(10_000), minimumBid: yuan(100), bidStep: yuan(100), perInvestorCap: yuan(4_000) };
  loanId = await writeOpenLoan(lone.ownerUrl, lone.system, listing);
});
afterAll(() => lone.close());

async function reservedOf(index: number): Promise<bigint> {
  const id = one(index).accountId as Uuid;
  const [row] = await lone.pool.db.select({ reserved: account.reserved }).from(account).where(eq(account.id, id));
  return row?.reserved ?? -1n;
}

test('a batch writes bid, reservation, instruction, audit and request of each bid it takes', async () => {
  const before = await reservedOf(0);
  const [first, second] = await reserve(order(0, yuan(300)), order(1, yuan(200)));
  expect(codes([first, second] as BidAnswer[])).toEqual(['taken', 'taken']);
  const bidId = first?.kind === 'taken' ? first.bidId : lone.system.newId();
  const [row] = await lone.pool.db.select().from(loan).where(eq(loan.id, loanId));
  expect([row?.reserved, row?.frozen, row?.state]).toEqual([yuan(500), 0n, 'open']);
  expect((await reservedOf(0)) - before).toBe(yuan(300));
  const [placed] = await lone.pool.db
    .select()
    .from(bid)
    .where(and(eq(bid.loanId, loanId), eq(bid.id, bidId)));
  expect([placed?.state, placed?.amount]).toEqual(['freezing', yuan(300)]);
  const [freeze] = await lone.pool.db.select().from(instruction).where(eq(instruction.bidId, bidId));
  expect([freeze?.state, freeze?.requestNo, freeze?.service]).toEqual([
    'created',
    placed?.freezeRequestNo,
    'USER_AUTO_PRE_TRANSACTION',
  ]);
  const sealed = JSON.parse(await lone.system.vault.open('instruction.reqData', freeze?.reqData ?? ''));
  expect(sealed).toMatchObject({ amount: '300.00', bizType: 'TENDER', platformUserNo: crowd.platformUserNos[0] });
  const [record] = await lone.pool.db.select().from(audit).where(eq(audit.objectId, bidId));
  expect([record?.verb, record?.actorId]).toEqual(['place-bid', one(0).memberId]);
});

test('losers of a batch are refused one by one and leave nothing behind', async () => {
  const orders = [
    order(2, yuan(4_000)),
    order(3, yuan(4_000)),
    order(4, yuan(2_100)),
    order(5, yuan(1_950)),
    order(6, yuan(2_000)),
    order(7, yuan(100)),
    { ...order(8, yuan(100)), actor: { ...one(8), accountId: null } as InvestorActor },
  ];
  expect(codes(await reserve(...orders))).toEqual([
    'taken',
    'taken',
    'AMOUNT_OVER_REMAINING',
    'AMOUNT_OFF_STEP',
    'taken',
    'AMOUNT_OVER_REMAINING',
    'ACCOUNT_NOT_OPEN',
  ]);
  const kept = await lone.pool.db.select().from(bid).where(eq(bid.loanId, loanId));
  expect(kept.length).toBe(3);
  const remembered = await lone.pool.db
    .select()
    .from(request)
    .where(sql`${request.requestId}::text in ${orders.map(({ requestId }) => requestId)}`);
  expect(remembered.length).toBe(3);
});

test('identical requests get the same answer, in one batch and later', async () => {
  const requestId = lone.system.newId();
  const answers = await reserve(order(9, yuan(100), requestId), order(9, yuan(100), requestId));
  const again = await reserve(order(9, yuan(100), requestId));
  expect(answers[0]).toMatchObject({ kind: 'taken' });
  expect([answers[1], again[0]]).toEqual([answers[0], answers[0]]);
  expect(await reservedOf(9)).toBe(yuan(100));
});

test('a request id is not used for anything else', async () => {
  const requestId = lone.system.newId();
  const mixed = await reserve(order(10, yuan(100), requestId), order(10, yuan(200), requestId));
  expect(codes(mixed)).toEqual(['taken', 'REQUEST_ID_REUSED']);
  expect(codes(await reserve(order(10, yuan(200), requestId)))).toEqual(['REQUEST_ID_REUSED']);
  expect(codes(await reserve(order(11, yuan(100), requestId)))).toEqual(['REQUEST_ID_REUSED']);
});

test('a request that was refused may be asked again with the same id', async () => {
  const requestId = lone.system.newId();
  expect(codes(await reserve(order(12, yuan(5_100), requestId)))).toEqual(['AMOUNT_OVER_CAP']);
  expect(codes(await reserve(order(12, yuan(1_000), requestId)))).toEqual(['taken']);
});

test('the cap counts bids of earlier batches', async () => {
  expect(codes(await reserve(order(13, yuan(3_000))))).toEqual(['taken']);
  expect(codes(await reserve(order(13, yuan(1_100)), order(13, yuan(1_000))))).toEqual(['AMOUNT_OVER_CAP', 'taken']);
});

test('there is no bid on a loan that does not exist', async () => {
  loanId = lone.system.newId();
  expect(codes(await reserve(order(14, yuan(100))))).toEqual(['NOT_FOUND']);
});

test('two processes that bid on one loan never take more than it has', async () => {
  const other = await openSecondQueue();
  const orders = Array.from({ length: 60 }, (_, index) => order(index % 20, yuan(400)));
  const halves = orders.map((wanted, index) => (index % 2 === 0 ? queueBid(lone.system, wanted) : other(wanted)));
  const answers = codes(await Promise.all(halves));
  expect(answers.filter((answer) => answer === 'taken').length).toBe(25);
  const [row] = await lone.pool.db.select().from(loan).where(eq(loan.id, loanId));
  expect(row?.reserved).toBe(yuan(10_000));
});

/** A second process has a queue of its own; here that is a batch for every order. */
async function openSecondQueue() {
  return async (wanted: BidOrder): Promise<BidAnswer> => {
    const [answer] = await reserveBids(lone.system, wanted.loanId, [wanted]);
    if (!answer) throw new Error('no answer');
    return answer;
  };
}
