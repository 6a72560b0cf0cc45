import { and, asc, eq } from 'drizzle-orm';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { account } from '#db/schema/accounts.ts';
import { instruction } from '#db/schema/custody.ts';
import { bid, loan, settlementChunk } from '#db/schema/loans.ts';
import { claim, collection, distributionChunk, instalment, receipt } from '#db/schema/repayments.ts';
import { fromWireTimestamp, plainDate } from '#server/primitives/calendar.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { fen, sum } from '#server/primitives/money.ts';
import { type LoneDatabase, openLoneDatabase } from '#server/testing/context.ts';
import { type Crowd, writeCrowd, writeOpenLoan } from '#server/testing/crowd.ts';
import type { SystemActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import type { Outcome } from '../custody/conclude.ts';
import { conclude } from '../custody/write-outcome.ts';
import { collectDue } from '../repayment/collect-due.ts';
import { resumeDistributions } from '../repayment/resume-distributions.ts';
import { settleFullLoans } from './settle-full-loans.ts';
import { settleLoan } from './settle-loan.ts';
import { withheldFrom } from './withheld.ts';

const SIZE = 1_100;
const STAKE = fen(10_000n);
let lone: LoneDatabase;
let crowd: Crowd;
let loanId: Uuid;
/** The worker of a platform whose bank cannot be reached: every instruction goes out and none is answered. */
let cutOff: DomainContext<SystemActor>;

beforeAll(async () => {
  lone = await openLoneDatabase();
  const silent = { ...lone.system.custody, send: async () => ({ kind: 'unknown', reason: 'no line' }) as const };
  cutOff = { ...lone.system, custody: silent };
  crowd = await writeCrowd(lone.ownerUrl, lone.system, { size: SIZE, available: STAKE });
  loanId = await writeOpenLoan(lone.ownerUrl, lone.system, {
    amount: fen(STAKE * BigInt(SIZE)),
    minimumBid: STAKE,
    bidStep: STAKE,
  });
  await freezeBids();
});
afterAll(() => lone.close());

/** A full loan as the freezes of its bids would have left it. */
async function freezeBids(): Promise<void> {
  const sql = postgres(lone.ownerUrl, { max: 1, onnotice: () => {} });
  const ids = crowd.investors.map(() => lone.system.newId());
  const accounts = crowd.investors.map(({ accountId }) => accountId);
  await sql`insert into bid (loan_id, id, request_id, investor_account_id, investor_person_id, amount, state,
      freeze_request_no, placed_at)
    select ${loanId}, b.id, b.id, b.account, b.account, ${STAKE.toString()}::bigint, 'frozen', b.id::text, now()
    from unnest(${ids}::uuid[], ${accounts}::uuid[]) as b (id, account)`;
  await sql`update account set available = 0, frozen = ${STAKE.toString()}::bigint where role = 'INVESTOR'`;
  await sql`update loan set reserved = amount, frozen = amount, state = 'full', full_at = now()`;
  await sql.end();
}
const theLoan = async () => (await lone.pool.db.select().from(loan).where(eq(loan.id, loanId)))[0];
const chunks = () => lone.pool.db.select().from(settlementChunk).orderBy(asc(settlementChunk.number));
async function say(instructionId: Uuid | null, outcome: Outcome): Promise<void> {
  const [held] = await lone.pool.db
    .select()
    .from(instruction)
    .where(eq(instruction.id, instructionId as Uuid));
  if (!held) throw new Error('no instruction');
  expect(await conclude(lone.system, held, outcome)).toBeDefined();
}
const success = (at: string): Outcome => ({ kind: 'succeeded', at: fromWireTimestamp(at), record: {} });
const refusal: Outcome = { kind: 'failed', errorCode: '100008', errorMessage: '业务受理失败' };
const wire = async (instructionId: Uuid | null) => {
  const [row] = await lone.pool.db
    .select()
    .from(instruction)
    .where(eq(instruction.id, instructionId as Uuid));
  const body = JSON.parse(await lone.system.vault.open('instruction.reqData', row?.reqData ?? ''));
  return { service: row?.service, requestNo: row?.requestNo, details: body.details as Record<string, string>[] };
};
const restEnds = (table: 'settlement_chunk' | 'distribution_chunk') =>
  lone.pool.sql.unsafe(`update ${table} set next_attempt_at = now() - interval '1 second'`);

test('a full loan is cut into trades of 500 bids, each with its share of the fee', async () => {
  await settleLoan(cutOff, { loanId });
  const rows = await chunks();
  expect(rows.map(({ state, bidCount, fee }) => [state, bidCount, fee])).toEqual([
    ['sent', 500, 50_000n],
    ['sent', 500, 50_000n],
    ['sent', 100, 10_000n],
  ]);
  const { service, requestNo, details } = await wire(rows[0]?.instructionId ?? null);
  expect(service).toBe('ASYNC_TRANSACTION');
  expect(details.length).toBe(501);
  expect(details[0]).toMatchObject({ bizType: 'TENDER', amount: '100.00', customDefine: `${requestNo}-1` });
  expect(details[500]).toMatchObject({
    bizType: 'COMMISSION',
    amount: '500.00',
    targetPlatformUserNo: 'SYS_GENERATE_004',
    customDefine: `${requestNo}-501`,
  });
  expect(details[0]?.freezeRequestNo).toBeTruthy();
  expect(details[500]?.freezeRequestNo).toBeUndefined();
  expect(await settleFullLoans(cutOff)).toBe(0);
});

test('trades end in any order; a refused one rests and is sent again under a new number', async () => {
  const [first, second, third] = await chunks();
  const borrowerAccountId = (await theLoan())?.borrowerAccountId as Uuid;
  expect(await withheldFrom(lone.pool.db, borrowerAccountId)).toBe(0n);
  await say(third?.instructionId ?? null, success('20260303235959'));
  expect(await withheldFrom(lone.pool.db, borrowerAccountId)).toBe(STAKE * 100n - 10_000n);
  await say(first?.instructionId ?? null, refusal);
  expect((await chunks()).map(({ state }) => state)).toEqual(['failed', 'sent', 'succeeded']);
  expect((await theLoan())?.state).toBe('settling');
  expect(await settleFullLoans(cutOff)).toBe(0);
  await restEnds('settlement_chunk');
  expect(await settleFullLoans(cutOff)).toBe(1);
  const [again] = await chunks();
  expect(again).toMatchObject({ state: 'sent', attempts: 2 });
  expect(again?.instructionId).not.toBe(first?.instructionId);
  await say(again?.instructionId ?? null, success('20260302100000'));
  expect((await theLoan())?.state).toBe('settling');
  await say(second?.instructionId ?? null, success('20260304000001'));
});

test('the last success makes claims and a schedule, valued on its day', async () => {
  expect(await theLoan()).toMatchObject({ state: 'repaying', valueDate: plainDate('2026-03-04') });
  const claims = await lone.pool.db.select().from(claim);
  expect([claims.length, sum(claims.map(({ stake }) => stake))]).toEqual([SIZE, STAKE * BigInt(SIZE)]);
  expect((await lone.pool.db.select().from(bid).where(eq(bid.state, 'settled'))).length).toBe(SIZE);
  const rows = await lone.pool.db.select().from(instalment);
  expect([rows.length, sum(rows.map(({ principal }) => principal))]).toEqual([12, STAKE * BigInt(SIZE)]);
  const borrower = (await theLoan())?.borrowerAccountId as Uuid;
  const [held] = await lone.pool.db.select().from(account).where(eq(account.id, borrower));
  expect(held?.available).toBe(STAKE * BigInt(SIZE) - 110_000n);
  expect(await withheldFrom(lone.pool.db, borrower)).toBe(0n);
  const [next] = await lone.pool.db.select().from(instruction).where(eq(instruction.kind, 'advance-project'));
  expect(next?.subject).toEqual({ status: 'REPAYING' });
});

async function repayingAtTheBank(): Promise<void> {
  await lone.pool.sql`update loan set project_status = 'REPAYING'`;
}
const trades = () => lone.pool.db.select().from(distributionChunk).orderBy(asc(distributionChunk.number));
const theCollection = async () => (await lone.pool.db.select().from(collection))[0];
const freezeOf = (state: string) =>
  lone.pool.db
    .select()
    .from(instruction)
    .where(and(eq(instruction.kind, 'freeze-collection'), eq(instruction.state, state as 'unknown')));

test('an instalment to many holders is distributed in several trades', async () => {
  await repayingAtTheBank();
  const run = await collectDue(cutOff, { on: plainDate('2026-04-04') });
  expect(run).toMatchObject({ fellDue: 1, attempted: 1, paid: 0, errors: [] });
  const [freeze] = await freezeOf('unknown');
  await say(freeze?.id ?? null, success('20260404001001'));
  expect(await theCollection()).toMatchObject({ state: 'paying' });
  expect((await trades()).map(({ state, receiptCount }) => [state, receiptCount])).toEqual([
    ['sent', 500],
    ['sent', 500],
    ['sent', 100],
  ]);
  const planned = await lone.pool.db.select().from(receipt);
  expect(planned.every(({ paidAt }) => paidAt === null)).toBe(true);
  const { service, details } = await wire((await trades())[0]?.instructionId ?? null);
  expect(service).toBe('ASYNC_TRANSACTION');
  expect(details.slice(0, 2).map(({ bizType }) => bizType)).toEqual(['REPAYMENT', 'COMMISSION']);
});

test('its trades end in any order too, and the instalment is paid with the last of them', async () => {
  await resumeDistributions(cutOff);
  const ids = await lone.pool.db.select().from(instruction).where(eq(instruction.kind, 'distribute'));
  for (const { id, state } of ids)
    if (state === 'created') await lone.pool.sql`update instruction set state = 'unknown' where id = ${id}`;
  const [first, second, third] = await trades();
  await say(second?.instructionId ?? null, success('20260404001003'));
  await say(first?.instructionId ?? null, refusal);
  await restEnds('distribution_chunk');
  expect(await resumeDistributions(cutOff)).toBe(1);
  const [again] = await trades();
  await say(again?.instructionId ?? null, success('20260404001101'));
  expect((await lone.pool.db.select().from(instalment).orderBy(asc(instalment.number)))[0]?.state).toBe('collecting');
  await say(third?.instructionId ?? null, success('20260404001002'));
  const [paid] = await lone.pool.db.select().from(instalment).orderBy(asc(instalment.number));
  expect(paid).toMatchObject({ state: 'paid', paidOn: plainDate('2026-04-04') });
  const receipts = await lone.pool.db.select().from(receipt);
  expect(sum(receipts.map(({ principal }) => principal))).toBe(paid?.principal);
  expect(sum(receipts.map(({ interest }) => interest))).toBe(paid?.interest);
  expect(receipts.every(({ paidAt }) => paidAt !== null)).toBe(true);
  const claims = await lone.pool.db.select().from(claim);
  expect(sum(claims.map(({ outstanding }) => outstanding))).toBe(STAKE * BigInt(SIZE) - (paid?.principal ?? 0n));
  expect(claims.reduce((total, { principalCarry }) => total + principalCarry, 0n)).toBe(0n);
});

test('when every trade is refused for good the borrower gets his money back and owes as before', async () => {
  await collectDue(cutOff, { on: plainDate('2026-05-04') });
  const [freeze] = await freezeOf('unknown');
  await say(freeze?.id ?? null, success('20260504001001'));
  for (let attempt = 0; attempt < 5; attempt += 1) {
    await lone.pool.sql`update instruction set state = 'unknown' where kind = 'distribute' and state = 'created'`;
    for (const { instructionId } of (await trades()).filter(({ state }) => state === 'sent'))
      await say(instructionId, refusal);
    await restEnds('distribution_chunk');
    await resumeDistributions(cutOff);
  }
  const [release] = await lone.pool.db.select().from(instruction).where(eq(instruction.kind, 'release-collection'));
  await say(release?.id ?? null, success('20260504001501'));
  const [, second] = await lone.pool.db.select().from(instalment).orderBy(asc(instalment.number));
  expect(second).toMatchObject({ state: 'due', collectionId: null });
  expect((await lone.pool.db.select().from(receipt)).length).toBe(SIZE);
  const borrower = (await theLoan())?.borrowerAccountId as Uuid;
  const [held] = await lone.pool.db.select().from(account).where(eq(account.id, borrower));
  expect(held?.frozen).toBe(0n);
});
