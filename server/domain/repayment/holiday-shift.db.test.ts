import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loan } from '#db/schema/loans.ts';
import { dayException } from '#db/schema/operations.ts';
import { instalment } from '#db/schema/repayments.ts';
import { addDays, daysBetween, isWeekend, type PlainDate, plainDate } from '#server/primitives/calendar.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { fen } from '#server/primitives/money.ts';
import { eventually } from '#server/testing/condition.ts';
import { type Borrower, openBorrower, openInvestor, yuan } from '#server/testing/customers.ts';
import { type Harness, startHarness } from '#server/testing/harness.ts';
import { loanState, openListing } from '#server/testing/listings.ts';
import { sellProduct } from '#server/testing/products.ts';
import { moveClocks } from '#server/testing/time.ts';
import { placeBid } from '../bidding/place-bid.ts';
import { runOutbox } from '../custody/run-outbox.ts';
import type { DayExceptions } from '../loan/business-days.ts';
import { readDayExceptions } from '../loan/holidays.ts';
import { setDay } from '../loan/set-day.ts';
import { settleFullLoans } from '../settlement/settle-full-loans.ts';
import { collectDue } from './collect-due.ts';
import { markOverdue } from './mark-overdue.ts';
import { quoteShare } from './quote-share.ts';

let harness: Harness;
let borrower: Borrower;
let loanId: Uuid;
let saturday: PlainDate;

/** A Saturday at least a week ahead, with the days after it as their weekdays say. */
function plainSaturday(from: PlainDate, exceptions: DayExceptions): PlainDate {
  const isPlain = (day: PlainDate) => [-1, 0, 1, 2, 3, 4].every((ahead) => !exceptions.has(addDays(day, ahead)));
  for (let day = addDays(from, 7); ; day = addDays(day, 1)) {
    if (isWeekend(day) && !isWeekend(addDays(day, -1)) && isPlain(day)) return day;
  }
}

/** A loan for as many days as end on a Saturday, of a product whose due dates move to a day of business. */
beforeAll(async () => {
  harness = await startHarness();
  const { businessDate } = await harness.system();
  saturday = plainSaturday(businessDate, await readDayExceptions(harness.wiring.pool.db, businessDate));
  const productId = await sellProduct(harness, {
    repaymentKind: 'bullet',
    termUnit: 'day',
    termMinimum: 7,
    termMaximum: 60,
    dayCount: 'ACT/365',
    holidayShift: 'following',
  });
  borrower = await openBorrower(harness, { funds: yuan(1_000) });
  const term = daysBetween(businessDate, saturday);
  loanId = await openListing(harness.wiring, borrower, { amount: yuan(2_000), term, productCode: `test-${productId}` });
  const ctx = await (await openInvestor(harness, { funds: yuan(3_000) })).context();
  const quote = await quoteShare(ctx, { loanId, stake: yuan(2_000) });
  expect(quote.rows.map(({ dueOn }) => dueOn)).toEqual([addDays(saturday, 2)]);
  await placeBid(ctx, { requestId: ctx.newId(), loanId, amount: yuan(2_000) });
  await settleFullLoans(await harness.system());
  await eventually('the loan is repaying', async () => (await loanState(harness.wiring, loanId)) === 'repaying');
  await runOutbox(await harness.system(), 10);
});
afterAll(() => harness?.stop());

async function theRow() {
  const [row] = await harness.wiring.pool.db.select().from(instalment).where(eq(instalment.loanId, loanId));
  if (!row) throw new Error('no instalment');
  return row;
}

test('what falls due on a Saturday is due on Monday, for the interest of the days agreed', async () => {
  const [{ valueDate, amount, ratePpm } = { valueDate: null, amount: 0n, ratePpm: 0 }] = await harness.wiring.pool.db
    .select()
    .from(loan)
    .where(eq(loan.id, loanId));
  const days = BigInt(daysBetween(valueDate ?? saturday, saturday));
  const exact = amount * BigInt(ratePpm) * days;
  const interest = fen((exact * 2n + 365_000_000n) / 730_000_000n);
  expect(await theRow()).toMatchObject({ periodEndsOn: saturday, dueOn: addDays(saturday, 2), interest });
});

test('an administrator takes Monday off, and what is due then moves on with it', async () => {
  const monday = addDays(saturday, 2);
  const off = { day: monday, kind: 'off', name: '临时休市' } as const;
  await expect(setDay(await harness.staff(['loan-officer']), off)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  const administrator = await harness.staff(['administrator']);
  const today = administrator.businessDate;
  await expect(setDay(administrator, { ...off, day: today })).rejects.toMatchObject({ details: { field: 'day' } });
  await expect(setDay(administrator, { ...off, day: saturday })).rejects.toMatchObject({ details: { field: 'kind' } });
  await expect(setDay(administrator, { ...off, name: ' ' })).rejects.toMatchObject({ details: { field: 'name' } });
  expect(await setDay(administrator, off)).toEqual({ moved: 1 });
  expect(await setDay(administrator, off)).toEqual({ moved: 0 });
  expect(await theRow()).toMatchObject({ periodEndsOn: saturday, dueOn: addDays(saturday, 3) });
  expect(await setDay(administrator, { day: saturday, kind: 'work', name: '补班' })).toEqual({ moved: 1 });
  expect(await theRow()).toMatchObject({ dueOn: saturday });
  expect(await setDay(administrator, { day: saturday, kind: 'usual', name: '' })).toEqual({ moved: 1 });
  expect(await theRow()).toMatchObject({ dueOn: addDays(saturday, 3) });
});

test('it is late from the day after the moved date, not before', async () => {
  const dueOn = addDays(saturday, 3);
  for (let day = saturday; day < dueOn; day = addDays(day, 1)) {
    await moveClocks(harness, day, '00:10');
    expect(await collectDue(await harness.system(), { on: day })).toMatchObject({
      fellDue: 0,
      missed: 0,
      attempted: 0,
    });
  }
  await moveClocks(harness, dueOn, '00:10');
  expect(await collectDue(await harness.system(), { on: dueOn })).toMatchObject({ fellDue: 1, attempted: 1, paid: 1 });
  expect(await markOverdue(await harness.system(), addDays(dueOn, 1))).toBe(0);
  expect(await theRow()).toMatchObject({ state: 'paid', overdueOn: null });
});

test('of 2025 and 2026 the holidays are known: each differs from its weekday', async () => {
  const known = await harness.wiring.pool.db.select().from(dayException);
  const published = known.filter(({ day }) => day < plainDate('2027-01-01'));
  expect(published.filter(({ kind }) => kind === 'off').map(({ day }) => day)).toEqual(
    expect.arrayContaining(['2025-10-08', '2026-02-23', '2026-10-07']),
  );
  expect(published.filter(({ day, kind }) => isWeekend(plainDate(day)) !== (kind === 'work'))).toEqual([]);
});
