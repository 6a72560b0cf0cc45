import { eq } from 'drizzle-orm';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { account, journal } from '#db/schema/accounts.ts';
import { withdrawal } from '#db/schema/withdrawals.ts';
import { transaction } from '#db/transaction.ts';
import { addDays, type PlainDate } from '#server/primitives/calendar.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { fen, type Money, toDecimalText } from '#server/primitives/money.ts';
import { eventually } from '#server/testing/condition.ts';
import { type Investor, openInvestor, untilConcluded, yuan } from '#server/testing/customers.ts';
import { type Harness, startHarness } from '#server/testing/harness.ts';
import { mirrorDifferences } from '#server/testing/mirror.ts';
import { moveClocks } from '#server/testing/time.ts';
import { askWithdrawal, confirmAtBank, takeWithdrawal, type Wish } from '#server/testing/withdrawing.ts';
import { adoptDeposit } from '../cash/adopt-deposit.ts';
import { cancelWithdrawal } from '../cash/cancel-withdrawal.ts';
import { interceptWithdrawal } from '../cash/intercept-withdrawal.ts';
import { withdrawableNow } from '../cash/withdrawable.ts';
import { withdrawalsOf } from '../cash/withdrawal-queries.ts';
import { dispatch } from '../custody/dispatch.ts';
import { openPage } from '../custody/open-page.ts';
import { receiveNotify } from '../custody/receive-notify.ts';
import { runOutbox } from '../custody/run-outbox.ts';
import { checkInvariants } from '../ledger/invariants.ts';
import { askDayRelease } from '../reconciliation/ask-day-release.ts';
import { decideDayRelease } from '../reconciliation/decide-day-release.ts';
import { payoutQueue } from '../reconciliation/payout-queries.ts';
import { reconciliationOfDay } from '../reconciliation/queries.ts';
import { dayRuns } from './queries.ts';
import { workByRule } from './rules-of-work.ts';
import { travelTo } from './travel.ts';

let world: Harness;
let owner: postgres.Sql;
let anna: Investor;
let bert: Investor;
/** Business dates from the first on; `at` is how far the world has come. */
let days: PlainDate[];
let at = 0;

const SAME_DAY_FEE = yuan(2);
const db = () => world.wiring.pool.db;
const day = (number: number): PlainDate => days[number] as PlainDate;

beforeAll(async () => {
  world = await startHarness();
  owner = postgres(world.ownerUrl, { max: 1 });
  const { businessDate } = await world.system();
  days = Array.from({ length: 7 }, (_, ahead) => addDays(businessDate, ahead + 1));
  await moveClocks(world, day(0), '10:00');
  [anna, bert] = await Promise.all([
    openInvestor(world, { funds: yuan(1_000) }),
    openInvestor(world, { funds: yuan(1_000) }),
  ]);
}, 60_000);
afterAll(async () => {
  await owner?.end();
  await world?.stop();
});

async function nextDay(): Promise<void> {
  at += 1;
  await travelTo(await world.system(), { to: day(at) });
}

const take = (who: Investor, amount: Money) => takeWithdrawal(world, who, amount);

async function find(id: Uuid) {
  const [row] = await db().select().from(withdrawal).where(eq(withdrawal.id, id));
  if (!row) throw new Error('no such withdrawal');
  return row;
}
const statesOf = (ids: readonly Uuid[]) => Promise.all(ids.map(async (id) => (await find(id)).state));
const until = (id: Uuid, state: string) =>
  eventually(`the withdrawal is ${state}`, async () => (await find(id)).state === state);
const holding = async ({ accountId }: Investor) => {
  const [row] = await db().select().from(account).where(eq(account.id, accountId));
  return [row?.available, row?.withdrawing];
};
const linesOf = async (id: Uuid) => {
  const { instructionId } = await find(id);
  const rows = await db().select().from(journal).where(eq(journal.instructionId, instructionId));
  return rows
    .sort((left, right) => left.lineNumber - right.lineNumber)
    .map(({ kind, amount, businessDate }) => `${kind} ${toDecimalText(amount)} ${days.indexOf(businessDate)}`);
};
const loseAnswer = (service: string) => world.fault(service, 'drop-after');
/** Whatever is in doubt is asked about now. */
async function askAboutAll(): Promise<void> {
  await world.hurry();
  await runOutbox(await world.system(), 50);
}

test('float cannot leave before it has arrived, and what else cannot be is refused before the bank is asked', async () => {
  const now = await withdrawableNow(await anna.context());
  const thousand = yuan(1_000);
  expect(now).toMatchObject({ available: thousand, float: thousand, nextDay: 0n, sameDay: thousand, advance: 0n });
  expect(now.arrivesOn).toBe(day(2));
  const refusal = (amount: Money, wish?: Wish) => askWithdrawal(anna, amount, wish).catch((error: unknown) => error);
  const over = { code: 'AMOUNT_OVER_WITHDRAWABLE', details: { withdrawableFen: '0' } };
  expect(await refusal(yuan(10))).toMatchObject(over);
  expect(await refusal(fen(0n))).toMatchObject({ code: 'AMOUNT_NOT_POSITIVE' });
  expect(await refusal(yuan(1))).toMatchObject({ code: 'AMOUNT_BELOW_MINIMUM', details: { minimumFen: '101' } });
  expect(await refusal(yuan(10), { fee: fen(0n) })).toMatchObject({
    code: 'QUOTE_CHANGED',
    details: { totalFen: '100' },
  });
  const more = { arrival: 'same-day', fee: SAME_DAY_FEE } as const;
  expect(await refusal(yuan(1_001), more)).toMatchObject({ code: 'AMOUNT_OVER_WITHDRAWABLE' });
});

/** The platform puts 400 yuan into its advance account, at the bank's counter. */
async function fundAdvances(): Promise<void> {
  const body = { amount: '400.00' };
  const filled = await world.control('POST', 'accounts/SYS_GENERATE_007/deposit', body);
  const deposit = { ...(filled as { requestNo: string }), platformUserNo: 'SYS_GENERATE_007', amount: yuan(400) };
  const ctx = await world.system();
  const adopted = await transaction(ctx, (tx) => adoptDeposit(tx, ctx, deposit));
  if (adopted) await untilConcluded(world, adopted.id, 0);
}

test('on the same day the platform advances what has not arrived, when it has the money', async () => {
  const wish = { arrival: 'same-day', fee: SAME_DAY_FEE } as const;
  const { instructionId, withdrawalId } = await askWithdrawal(bert, yuan(400), wish);
  expect(await confirmAtBank(bert, instructionId)).toMatchObject({ status: 'INIT', errorCode: '100017' });
  await fundAdvances();
  expect(await withdrawableNow(await bert.context())).toMatchObject({ advance: yuan(400) });
  await world.fault('WITHDRAW', 'advance-empty');
  expect(await confirmAtBank(bert, instructionId)).toMatchObject({ status: 'INIT', errorCode: '100016' });
  expect(await confirmAtBank(bert, instructionId)).toMatchObject({ withdrawStatus: 'ACCEPT', floatAmount: '400.00' });
  await until(withdrawalId, 'succeeded');
  expect(await linesOf(withdrawalId)).toEqual([
    'WITHDRAWAL 400.00 0',
    'WITHDRAWAL_PAID 398.00 0',
    'WITHDRAWAL_FEE 2.00 0',
  ]);
  expect(await holding(bert)).toEqual([yuan(600), 0n]);
  const finance = await world.staff(['finance']);
  const intercept = { requestId: finance.newId(), withdrawalId, reason: 'too late' };
  await expect(interceptWithdrawal(finance, intercept)).rejects.toMatchObject({ code: 'WITHDRAWAL_UNDER_WAY' });
});

test('a page that is left fails, and nothing has moved; the same click twice is one withdrawal', async () => {
  await nextDay();
  const wish = { requestId: (await anna.context()).newId() };
  const [first, second] = await Promise.all([askWithdrawal(anna, yuan(10), wish), askWithdrawal(anna, yuan(10), wish)]);
  expect(second).toEqual(first);
  await expect(askWithdrawal(anna, yuan(11), wish)).rejects.toMatchObject({ code: 'REQUEST_ID_REUSED' });
  await openPage(await anna.context(), first.instructionId, 'PC');
  const system = await world.system();
  const later = { ...system, now: () => new Date(system.now().getTime() + 17 * 60_000) };
  expect(await dispatch(later, first.instructionId)).toMatchObject({ state: 'failed', errorCode: 'PAGE_LEFT' });
  expect(await find(first.withdrawalId)).toMatchObject({ state: 'failed', heldAt: null, errorCode: 'PAGE_LEFT' });
  expect(await holding(anna)).toEqual([yuan(1_000), 0n]);
});

let paid: Uuid;
let intercepted: Uuid;
let bounced: Uuid;
let unheard: Uuid;

test('money is held at the bank’s word, also when that was lost, and given back to whoever changes his mind', async () => {
  paid = await take(anna, yuan(100));
  intercepted = await take(anna, yuan(50));
  bounced = await take(anna, yuan(30));
  const { requestNo } = await find(bounced);
  await world.control('POST', 'faults', { service: 'WITHDRAW', fault: 'remit-fail', requestNo });
  const silent = await askWithdrawal(bert, yuan(20));
  unheard = silent.withdrawalId;
  const about = { service: 'WITHDRAW', requestNo: (await find(unheard)).requestNo };
  await world.control('POST', 'faults', { ...about, fault: 'notify-lost', next: 1_000 });
  await confirmAtBank(bert, silent.instructionId);
  expect((await dispatch(await world.system(), silent.instructionId)).state).toBe('succeeded');
  expect(await statesOf([paid, intercepted, bounced, unheard])).toEqual(['held', 'held', 'held', 'held']);
  expect(await holding(anna)).toEqual([yuan(820), yuan(180)]);

  const regretted = await take(bert, yuan(60));
  await loseAnswer('CANCEL_WITHDRAW');
  const ctx = await bert.context();
  const click = { requestId: ctx.newId(), withdrawalId: regretted };
  expect(await cancelWithdrawal(ctx, click)).toEqual({ state: 'cancelling' });
  await askAboutAll();
  expect(await cancelWithdrawal(ctx, click)).toEqual({ state: 'cancelled' });
  const again = cancelWithdrawal(ctx, { ...click, requestId: ctx.newId() });
  await expect(again).rejects.toMatchObject({ code: 'WITHDRAWAL_UNDER_WAY', details: { state: 'cancelled' } });
  const stranger = cancelWithdrawal(ctx, { requestId: ctx.newId(), withdrawalId: paid });
  await expect(stranger).rejects.toMatchObject({ code: 'NOT_FOUND' });
  expect(await linesOf(regretted)).toEqual(['WITHDRAWAL 60.00 1', 'WITHDRAWAL_CANCELLED 60.00 1']);
  expect(await holding(bert)).toEqual([yuan(580), yuan(20)]);
  expect(await mirrorDifferences(world)).toEqual([]);
});

test('its day agrees, and all of them are let go, whatever became of the answers; finance may still hold one back', async () => {
  await loseAnswer('CONFIRM_WITHDRAW');
  await nextDay();
  expect(await statesOf([paid, intercepted, bounced, unheard])).toEqual(Array(4).fill('accepted'));
  const [view] = await withdrawalsOf(await bert.context(), 10);
  expect(view).toMatchObject({ state: 'cancelled' });
  await loseAnswer('INTERCEPT_WITHDRAW');
  const finance = await world.staff(['finance']);
  const stop = { requestId: finance.newId(), withdrawalId: intercepted, reason: 'the card was reported lost' };
  expect(await interceptWithdrawal(finance, stop)).toEqual({ state: 'accepted' });
  await askAboutAll();
  await until(intercepted, 'returned');
  expect(await find(intercepted)).toMatchObject({ endedOn: day(2) });
  expect(await linesOf(intercepted)).toEqual(['WITHDRAWAL 50.00 1', 'WITHDRAWAL_RETURNED 50.00 2']);
  expect(await holding(anna)).toEqual([yuan(870), yuan(130)]);
});

let waiting: Uuid;

test('the morning after they are paid or come back, by the bank’s word or by asking; a red day holds its own', async () => {
  waiting = await take(anna, yuan(70));
  await owner`update account set available = available + 1 where id = ${bert.accountId}`;
  await nextDay();
  await owner`update account set available = available - 1 where id = ${bert.accountId}`;
  await until(paid, 'succeeded');
  await until(bounced, 'returned');
  expect(await linesOf(paid)).toEqual(['WITHDRAWAL 100.00 1', 'WITHDRAWAL_PAID 99.00 3', 'WITHDRAWAL_FEE 1.00 3']);
  expect(await linesOf(bounced)).toEqual(['WITHDRAWAL 30.00 1', 'WITHDRAWAL_RETURNED 30.00 3']);
  expect(await find(bounced)).toMatchObject({ errorCode: 'REMITFAIL', returnNo: expect.stringMatching(/^BR/) });
  expect(await find(waiting)).toMatchObject({ state: 'held', heldOn: day(2) });
  const [run] = await dayRuns(await world.system(), { from: day(2), to: day(2) });
  expect(run).toMatchObject({ reconciliation: 'red' });
  expect(run?.steps.find(({ step }) => step === 'payouts')).toMatchObject({
    state: 'pending',
    error: expect.stringContaining('holds 1 payouts'),
  });
});

test('two people let a red day’s payouts go, never one, and never those of a day that is not red', async () => {
  const finance = await world.staff(['finance']);
  const reason = 'the difference is known and not theirs';
  const { releaseId } = await askDayRelease(finance, { requestId: finance.newId(), date: day(2), reason });
  const twice = askDayRelease(finance, { requestId: finance.newId(), date: day(2), reason });
  await expect(twice).rejects.toMatchObject({ code: 'CONFLICT' });
  const green = askDayRelease(finance, { requestId: finance.newId(), date: day(1), reason });
  await expect(green).rejects.toMatchObject({ code: 'CONFLICT' });
  await expect(decideDayRelease(finance, { releaseId, accept: true })).rejects.toMatchObject({ code: 'SAME_PERSON' });
  await expect(
    owner`update day_release set state = 'released', checker_id = maker_id where id = ${releaseId}`,
  ).rejects.toThrow('day_release_by_two');
  await workByRule(await world.system());
  expect(await find(waiting)).toMatchObject({ state: 'held' });
  const { days: queue } = await payoutQueue(await world.system(), 50);
  expect(queue).toMatchObject([{ date: day(2), state: 'red', held: 1, amount: yuan(70), release: { state: 'asked' } }]);

  const other = await world.staff(['administrator']);
  expect(await decideDayRelease(other, { releaseId, accept: true })).toEqual({ state: 'released' });
  // What the bank will not do now is asked about, and tried again after a while.
  await world.control('POST', 'faults', { service: 'CONFIRM_WITHDRAW', fault: 'refusal', errorCode: '100008' });
  await workByRule(await world.system());
  expect(await find(waiting)).toMatchObject({ state: 'held', errorCode: '100008' });
  for (const time of ['10:30', '10:45']) {
    await moveClocks(world, day(3), time);
    await workByRule(await world.system());
  }
  expect(await find(waiting)).toMatchObject({ state: 'accepted', acceptedOn: day(3) });
});

test('words that come again change nothing, and whole days with all of them agree', async () => {
  await nextDay();
  await until(waiting, 'succeeded');
  const system = await world.system();
  const words = world.notifies.received.filter(({ fields }) =>
    ['WITHDRAW', 'BACKROLL_RECHARGE'].includes(fields.serviceName ?? ''),
  );
  expect(words.length).toBeGreaterThan(10);
  const before = await db().$count(journal);
  for (const { fields } of words) expect(await receiveNotify(system, fields)).toBe('taken');
  await owner`delete from notice`;
  for (const { fields } of words.toReversed()) expect(await receiveNotify(system, fields)).toBe('taken');
  expect(await db().$count(journal)).toBe(before);
  expect(await statesOf([paid, intercepted, bounced, unheard])).toEqual([
    'succeeded',
    'returned',
    'returned',
    'succeeded',
  ]);
  await nextDay();
  const states: Record<number, string | undefined> = {};
  const breaks: unknown[] = [];
  for (const number of [0, 1, 3, 4]) {
    const result = await reconciliationOfDay(system, day(number));
    states[number] = result?.state;
    breaks.push(
      ...(result?.breaks ?? []).map(({ check, kind, object, ours, theirs }) => ({ check, kind, object, ours, theirs })),
    );
  }
  expect(breaks).toEqual([]);
  expect(states).toEqual({ 0: 'green', 1: 'green', 3: 'green', 4: 'green' });
  expect(await mirrorDifferences(world)).toEqual([]);
  expect((await checkInvariants(world.wiring.pool)).checks.filter(({ ok }) => !ok)).toEqual([]);
});
