import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { account } from '#db/schema/accounts.ts';
import { loan } from '#db/schema/loans.ts';
import { withdrawal, withdrawalFee } from '#db/schema/withdrawals.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { type Money, ZERO } from '#server/primitives/money.ts';
import { ratePpm } from '#server/primitives/rate.ts';
import { type LoneDatabase, openLoneDatabase } from '#server/testing/context.ts';
import { yuan } from '#server/testing/customers.ts';
import { type BorrowerActor, mintBorrower } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import type { CustodyMode } from '../custody/gateway.ts';
import { withdraw } from './withdraw.ts';
import { withdrawableNow } from './withdrawable.ts';

let lone: LoneDatabase;
let accountId: Uuid;
beforeAll(async () => {
  lone = await openLoneDatabase();
  const { newId, now } = lone.system;
  accountId = newId();
  await lone.pool.db.insert(account).values({
    id: accountId,
    role: 'BORROWERS',
    platformUserNo: 'BOR-1',
    state: 'active',
    available: yuan(500),
    createdAt: now(),
  });
});
afterAll(() => lone.close());

/** The borrower, while his bank answers nothing. */
function borrower(mode: CustodyMode = 'direct', own: Uuid | null = accountId): DomainContext<BorrowerActor> {
  const ctx = lone.contextFor(mintBorrower({ memberId: lone.system.newId(), personId: null, accountId: own }));
  const send = async () => ({ kind: 'unknown', reason: 'no answer' }) as const;
  return { ...ctx, custody: { ...ctx.custody, mode, send } };
}
const ask = (ctx: DomainContext<BorrowerActor>, amount: Money, fee = yuan(1)) =>
  withdraw(ctx, { requestId: ctx.newId(), amount, arrival: 'next-day', fee, returnUrl: 'http://portal.example' });

test('where members keep their money at the bank themselves, and before there is an account, nothing is withdrawn here', async () => {
  await expect(ask(borrower('linked'), yuan(10))).rejects.toMatchObject({ code: 'CASH_AT_BANK_ONLY' });
  await expect(ask(borrower('direct', null), yuan(10))).rejects.toMatchObject({ code: 'ACCOUNT_NOT_OPEN' });
});

test('a bank that does not say what has arrived decides at its own page', async () => {
  const ctx = borrower();
  expect(await withdrawableNow(ctx)).toMatchObject({ float: null, advance: null, nextDay: yuan(500) });
  expect(await withdrawableNow(borrower('joint'))).toMatchObject({ sameDay: yuan(500), advance: null });
  const { withdrawalId } = await ask(ctx, yuan(500));
  const [row] = await ctx.db.select().from(withdrawal).where(eq(withdrawal.id, withdrawalId));
  expect(row).toMatchObject({ state: 'asked', amount: yuan(500), fee: yuan(1), heldAt: null });
  await expect(ask(ctx, yuan(501))).rejects.toMatchObject({ code: 'AMOUNT_OVER_WITHDRAWABLE' });
});

test('what is reserved or owed stays', async () => {
  await lone.pool.sql`update account set reserved = 10000, owed = 15000 where id = ${accountId}`;
  expect(await withdrawableNow(borrower())).toMatchObject({ nextDay: yuan(250), reserved: yuan(100), owed: yuan(150) });
  const over = { code: 'AMOUNT_OVER_WITHDRAWABLE', details: { withdrawableFen: '25000' } };
  await expect(ask(borrower(), yuan(251))).rejects.toMatchObject(over);
  await lone.pool.sql`update account set reserved = 0, owed = 0 where id = ${accountId}`;
});

test('until a loan of his is settled, a borrower takes nothing out', async () => {
  const { newId, now } = lone.system;
  const loanId = newId();
  await lone.pool.db.insert(loan).values({
    id: loanId,
    number: 'L2026-000001',
    projectNo: 'L2026000001',
    productId: newId(),
    state: 'settling',
    borrowerAccountId: accountId,
    borrowerPersonId: newId(),
    title: 'A mill',
    purpose: 'Stones',
    amount: yuan(1_000),
    ratePpm: ratePpm(95_000),
    term: 12,
    createdAt: now(),
  });
  await expect(ask(borrower(), yuan(10))).rejects.toMatchObject({ code: 'LOAN_SETTLING' });
  await lone.pool.db.update(loan).set({ state: 'repaying' }).where(eq(loan.id, loanId));
  await ask(borrower(), yuan(10));
});

test('a fee counts from its day on, and nobody pays one that he was not shown', async () => {
  const { businessDate: fromDay } = lone.system;
  const terms = { nextDay: ZERO, sameDayAtLeast: yuan(3), sameDayPpm: ratePpm(1_000) };
  await lone.pool.db.insert(withdrawalFee).values({ ...terms, fromDay });
  expect((await withdrawableNow(borrower())).fees).toEqual(terms);
  const changed = { code: 'QUOTE_CHANGED', details: { totalFen: '0' } };
  await expect(ask(borrower(), yuan(10))).rejects.toMatchObject(changed);
  await ask(borrower(), yuan(10), ZERO);
});
