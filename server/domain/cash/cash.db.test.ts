import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fen } from '#server/primitives/money.ts';
import { walkBankPages } from '#server/testing/bank-pages.ts';
import { eventually } from '#server/testing/condition.ts';
import { addFunds, carryThrough, openBorrower, openInvestor, untilConcluded, yuan } from '#server/testing/customers.ts';
import { type Harness, startHarness } from '#server/testing/harness.ts';
import { mintInvestor } from '../actors.ts';
import { dispatch } from '../custody/dispatch.ts';
import { openPage } from '../custody/open-page.ts';
import { instructions, refusedNotices } from '../custody/queries.ts';
import { receiveNotify } from '../custody/receive-notify.ts';
import { authorise } from './authorise.ts';
import { accountOverview, gatewayProgress, rechargesOf, statement } from './queries.ts';
import { recharge } from './recharge.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.stop());

const RETURN_URL = 'http://127.0.0.1:9/return';

test('an investor opens an account, authorises bids and recharges at the bank’s pages', async () => {
  const investor = await openInvestor(harness, { funds: yuan(1_000) });
  const ctx = await investor.context();
  const overview = await accountOverview(ctx);
  expect(overview).toMatchObject({
    role: 'INVESTOR',
    state: 'active',
    available: yuan(1_000),
    spendable: yuan(1_000),
    frozen: 0n,
    cardLastFour: investor.person.cardNumber.slice(-4),
    bankCode: 'ICBK',
    lastOpening: { state: 'succeeded', errorCode: null },
  });
  expect(overview?.authorisations).toMatchObject([{ kind: 'TENDER', amountLimit: yuan(1_000_000) }]);
  expect(await statement(ctx, { limit: 10 })).toMatchObject([
    { sequence: 1n, kind: 'RECHARGE', bucket: 'available', amount: yuan(1_000), balanceAfter: yuan(1_000) },
  ]);
  const bank = await harness.control('GET', `accounts/${overview?.platformUserNo}`);
  expect(JSON.stringify(bank)).toContain('1000.00');
});

test('a borrower authorises repayments, and one person may be both', async () => {
  const investor = await openInvestor(harness);
  const { memberId } = investor;
  const borrower = await openBorrower(harness, { memberId, number: investor.number, funds: yuan(5) });
  expect(borrower.personId).toBe(investor.personId);
  expect(borrower.accountId).not.toBe(investor.accountId);
  const overview = await accountOverview(await borrower.context());
  expect(overview).toMatchObject({ role: 'BORROWERS', state: 'active', available: yuan(5) });
  expect(overview?.authorisations.map(({ kind }) => kind)).toEqual(['REPAYMENT']);
});

test('an authorisation that is gone is given again at the bank’s page', async () => {
  const investor = await openInvestor(harness);
  const ctx = await investor.context();
  await harness.wiring.pool.sql`delete from authorisation where account_id = ${investor.accountId}`;
  const { instructionId } = await authorise(ctx, { requestId: ctx.newId(), returnUrl: RETURN_URL });
  await carryThrough(harness, ctx, instructionId);
  expect((await accountOverview(ctx))?.authorisations.map(({ kind }) => kind)).toEqual(['TENDER']);
});

test('a card without money fails the recharge, and nothing is credited', async () => {
  const investor = await openInvestor(harness);
  await harness.control('POST', 'cards/fund', { cardNo: investor.person.cardNumber, amount: '9.99' });
  await expect(addFunds(harness, investor, yuan(10))).rejects.toThrow('51');
  const ctx = await investor.context();
  expect(await accountOverview(ctx)).toMatchObject({ available: 0n });
  expect(await rechargesOf(ctx, 5)).toMatchObject([{ state: 'failed', errorCode: '51', subject: { amount: '10.00' } }]);
});

test('a page that was cancelled fails when its time is over, and the number is nobody’s progress but the owner’s', async () => {
  const investor = await openInvestor(harness);
  const ctx = await investor.context();
  const { instructionId } = await recharge(ctx, { requestId: ctx.newId(), amount: yuan(10), returnUrl: RETURN_URL });
  const form = await openPage(ctx, instructionId, 'MOBILE');
  await expect(walkBankPages(form, { password: 'wrong!' })).rejects.toThrow();
  expect(await gatewayProgress(ctx, instructionId)).toMatchObject({ state: 'sent' });
  const { requestNo } = await gatewayProgress(ctx, instructionId);
  expect(await gatewayProgress(ctx, { requestNo })).toMatchObject({ instructionId });
  const stranger = await (await openInvestor(harness)).context();
  for (const reference of [instructionId, { requestNo }]) {
    await expect(gatewayProgress(stranger, reference)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  }
  await expect(openPage(stranger, instructionId, 'PC')).rejects.toMatchObject({ code: 'NOT_FOUND' });

  const system = await harness.system();
  expect((await dispatch(system, instructionId)).state).toBe('sent');
  // Our side alone has come to the end of the page's time; what it says to the bank still carries the bank's time.
  const later = { ...system, now: () => new Date(system.now().getTime() + 17 * 60_000) };
  expect(await dispatch(later, instructionId)).toMatchObject({ state: 'failed', errorCode: 'PAGE_LEFT' });
  await expect(openPage(ctx, instructionId, 'PC')).rejects.toMatchObject({ code: 'CONFLICT' });
});

test('the same request id opens one recharge, also for twenty clicks at once', async () => {
  const investor = await openInvestor(harness);
  const ctx = await investor.context();
  const input = { requestId: ctx.newId(), amount: yuan(10), returnUrl: RETURN_URL };
  const answers = await Promise.all(Array.from({ length: 20 }, () => recharge(ctx, input)));
  expect(new Set(answers.map(({ instructionId }) => instructionId)).size).toBe(1);
  await expect(recharge(ctx, { ...input, amount: yuan(11) })).rejects.toMatchObject({ code: 'REQUEST_ID_REUSED' });
  await expect(recharge(ctx, { ...input, requestId: ctx.newId(), amount: fen(0n) })).rejects.toMatchObject({
    code: 'AMOUNT_NOT_POSITIVE',
  });
});

test('before the account is open there is nothing to recharge', async () => {
  const system = await harness.system();
  const ctx = await harness.contextFor(mintInvestor({ memberId: system.newId(), personId: null, accountId: null }));
  const asked = recharge(ctx, { requestId: ctx.newId(), amount: yuan(1), returnUrl: RETURN_URL });
  await expect(asked).rejects.toMatchObject({ code: 'ACCOUNT_NOT_OPEN' });
  expect(await accountOverview(ctx)).toBeUndefined();
  expect(await statement(ctx, { limit: 5 })).toEqual([]);
});

test('staff page through the instructions, newest first', async () => {
  const { db } = harness.wiring.pool;
  const all = await instructions(db, { limit: 100 });
  expect(all.length).toBeGreaterThan(5);
  const paged: typeof all = [];
  for (let last = all[0]?.id; last; last = paged.at(-1)?.id === last ? undefined : paged.at(-1)?.id) {
    paged.push(...(await instructions(db, { limit: 2, before: last })));
  }
  expect(paged.map(({ id }) => id)).toEqual(all.slice(1).map(({ id }) => id));
  const failed = await instructions(db, { limit: 100, kind: 'recharge', states: ['failed'] });
  expect(failed.map(({ state, kind }) => [state, kind])).toContainEqual(['failed', 'recharge']);
});

describe('notifies of a recharge', () => {
  const begun = async (amount = yuan(10)) => {
    const investor = await openInvestor(harness);
    const ctx = await investor.context();
    const { instructionId } = await recharge(ctx, { requestId: ctx.newId(), amount, returnUrl: RETURN_URL });
    const form = await openPage(ctx, instructionId, 'PC');
    const available = async () => (await accountOverview(ctx))?.available;
    const entries = async () => (await statement(ctx, { limit: 50 })).length;
    return { investor, ctx, instructionId, form, available, entries };
  };
  const refusals = async () => (await refusedNotices(harness.wiring.pool.db, 100)).length;

  test('that come twice, and again by hand, credit once', async () => {
    await harness.fault('RECHARGE', 'notify-twice');
    const { form, instructionId, available, entries } = await begun();
    const before = harness.notifies.received.length;
    await walkBankPages(form);
    await untilConcluded(harness, instructionId);
    await eventually('both deliveries', () => harness.notifies.received.length >= before + 2);
    const copies = harness.notifies.received.slice(before);
    expect(copies.map(({ answer }) => answer)).toEqual(['SUCCESS', 'SUCCESS']);
    const system = await harness.system();
    const again = await Promise.all(copies.map(({ fields }) => receiveNotify(system, fields)));
    expect(again).toEqual(['taken', 'taken']);
    expect(await available()).toBe(yuan(10));
    expect(await entries()).toBe(1);
  });

  test('that are lost are made up for by asking', async () => {
    await harness.fault('RECHARGE', 'notify-lost', { next: 50 });
    const { form, instructionId, available } = await begun();
    await walkBankPages(form);
    expect((await dispatch(await harness.system(), instructionId)).state).toBe('succeeded');
    expect(await available()).toBe(yuan(10));
    await harness.control('DELETE', 'faults');
  });

  test('that arrive while the bank is being asked conclude once', async () => {
    const { form, instructionId, available, entries } = await begun();
    harness.notifies.hold(true);
    const before = harness.notifies.received.length;
    await walkBankPages(form);
    const held = await eventually('the notify', () => harness.notifies.received[before]);
    harness.notifies.hold(false);
    const system = await harness.system();
    await Promise.all([
      dispatch(system, instructionId),
      ...Array.from({ length: 5 }, () => receiveNotify(system, held.fields)),
      dispatch(system, instructionId),
    ]);
    await untilConcluded(harness, instructionId);
    expect(await available()).toBe(yuan(10));
    expect(await entries()).toBe(1);
  });

  test('that are forged change nothing but a row for finance', async () => {
    await harness.fault('RECHARGE', 'notify-forged', { next: 1 });
    const before = await refusals();
    const { form, instructionId, available, ctx } = await begun();
    await walkBankPages(form);
    await eventually('the refusal', async () => (await refusals()) === before + 1);
    expect(await available()).toBe(0n);
    expect(await gatewayProgress(ctx, instructionId)).toMatchObject({ state: 'sent' });
    // The bank delivers it again, properly this time.
    await untilConcluded(harness, instructionId, 10_000);
    expect(await available()).toBe(yuan(10));
  });

  test('of another amount than was asked for are refused', async () => {
    await harness.fault('RECHARGE', 'notify-amount', { next: 1 });
    const before = await refusals();
    const { form, instructionId, available } = await begun();
    await walkBankPages(form);
    await eventually('the refusal', async () => (await refusals()) === before + 1);
    expect(await available()).toBe(0n);
    const [newest] = await refusedNotices(harness.wiring.pool.db, 1);
    expect(newest?.reason).toContain('amount differs');
    await untilConcluded(harness, instructionId, 10_000);
    expect(await available()).toBe(yuan(10));
  });

  test('that the browser brings back credit nothing, not even dressed up for another request', async () => {
    const first = await begun(yuan(10));
    harness.notifies.hold(true);
    const back = await walkBankPages(first.form);
    const system = await harness.system();
    expect(harness.wiring.gateway.verify(back.fields)?.responseType).toBe('CALLBACK');
    expect(await receiveNotify(system, back.fields)).toBe('refused');
    expect(
      await receiveNotify(system, { ...back.fields, responseType: 'NOTIFY', serviceName: 'USER_AUTHORIZATION' }),
    ).toBe('refused');
    expect(await first.available()).toBe(0n);
    harness.notifies.hold(false);
    expect((await dispatch(system, first.instructionId)).state).toBe('succeeded');
  });

  test('about numbers that we never gave are refused', async () => {
    const { form, instructionId, ctx } = await begun();
    harness.notifies.hold(true);
    const before = harness.notifies.received.length;
    await walkBankPages(form);
    const held = await eventually('the notify', () => harness.notifies.received[before]);
    harness.notifies.hold(false);
    const { requestNo } = await gatewayProgress(ctx, instructionId);
    const { sql } = harness.wiring.pool;
    await sql`delete from request_number where request_no = ${requestNo}`;
    expect(await receiveNotify(await harness.system(), held.fields)).toBe('refused');
    await sql`insert into request_number values (${requestNo}, ${instructionId})`;
    expect(await receiveNotify(await harness.system(), held.fields)).toBe('taken');
  });
});
