import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { transaction } from '#db/transaction.ts';
import { addDays, toWireDate } from '#server/primitives/calendar.ts';
import { openInvestor, yuan } from '#server/testing/customers.ts';
import { type Harness, PLATFORM_NO, startHarness } from '#server/testing/harness.ts';
import { setClock } from './business-clock.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.stop());

/** Moves the bank and takes its time over, as travelling does. */
async function moveBank(advanceDays: number): Promise<void> {
  const { now } = (await harness.control('POST', 'clock', { advanceDays })) as { now: string };
  await transaction(harness.wiring.pool, async (tx) => setClock(tx, await harness.system(), { now: new Date(now) }));
}

test('the bank leads the clock, and a day’s files are there when it is over', async () => {
  const today = (await harness.system()).businessDate;
  await openInvestor(harness, { funds: yuan(77) });
  expect(await (await harness.system()).custody.downloadCheckFiles(today)).toBeUndefined();

  await harness.control('POST', 'clock', { advanceDays: 1 });
  const behind = await harness.system();
  expect(await behind.custody.send('QUERY_USER_INFORMATION', { platformUserNo: 'x' })).toMatchObject({
    kind: 'unknown',
  });

  await moveBank(1);
  const ahead = await harness.system();
  expect(ahead.businessDate).toBe(addDays(today, 2));
  const files = await ahead.custody.downloadCheckFiles(today);
  const recharges = files && (await text(await files.open(`${toWireDate(today)}_${PLATFORM_NO}_RECHARGE.txt`)));
  await files?.close();
  expect(recharges).toMatch(/^充值时间,平台商编/);
  expect(recharges?.split('\n').filter((line) => line.includes('77.00'))).toHaveLength(1);
});
