import { generateKeyPairSync } from 'node:crypto';
import { and, eq, inArray } from 'drizzle-orm';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { instruction } from '#db/schema/custody.ts';
import { transaction } from '#db/transaction.ts';
import { startWorker } from '#server/jobs/main.ts';
import { eventually } from '#server/testing/condition.ts';
import { type CountedOutbox, startCountedOutbox } from '#server/testing/counted-outbox.ts';
import { openWiring } from '#server/wiring.ts';
import type { Conclude } from './conclude.ts';
import { dispatch } from './dispatch.ts';
import { enqueueMany } from './enqueue.ts';
import { newRequestNo } from './request-no.ts';
import { runOutbox } from './run-outbox.ts';

let box: CountedOutbox;
beforeAll(async () => {
  box = await startCountedOutbox();
});
afterAll(() => box.harness.stop());
afterEach(() => box.harness.control('DELETE', 'faults'));

test('a holder that was thought dead, and its successor, send twice and conclude once', async () => {
  await box.harness.fault('USER_AUTO_PRE_TRANSACTION', 'delay', { delayMs: 700 });
  const id = await box.freeze();
  const slow = dispatch(box.system, id);
  await eventually('the request has left', async () => (await box.rowOf(id)).state === 'sent');
  await box.harness.expireLeases();
  // Asks (the bank knows nothing yet), sends again under the same number: one of the two is taken.
  const successor = dispatch(box.system, id);
  await Promise.all([slow, successor]);
  await eventually('the end', async () => (await dispatch(box.system, id)).state === 'succeeded');
  expect(box.outcomesOf(id)).toEqual(['succeeded']);
  expect(await box.freezesAtBank([id])).toBe(1);
});

test('twenty dispatches of one instruction at once send it once', async () => {
  const id = await box.freeze();
  await Promise.all(Array.from({ length: 20 }, () => dispatch(box.system, id)));
  await eventually('the end', async () => (await box.rowOf(id)).state === 'succeeded');
  const requests = JSON.stringify(await box.harness.control('GET', 'requests?limit=500'));
  const { requestNo } = await box.rowOf(id);
  expect(requests.split(`"requestNo":"${requestNo}"`).length - 1).toBe(1);
  expect(box.outcomesOf(id)).toEqual(['succeeded']);
});

test('four sweeps at once, through faults of every kind, conclude each of forty freezes once', async () => {
  await box.harness.control('POST', 'faults', { service: '*', fault: 'drop-after', probability: 0.15, seed: 7 });
  await box.harness.control('POST', 'faults', { service: '*', fault: 'drop-before', probability: 0.15, seed: 8 });
  await box.harness.control('POST', 'faults', { service: '*', fault: 'wrong-sign', probability: 0.1, seed: 9 });
  const order = box.freezeOrder('1.00');
  const ids = await transaction(box.system, (tx) =>
    enqueueMany(
      tx,
      box.system,
      Array.from({ length: 40 }, () => ({
        ...order,
        channel: 'direct',
        requestNo: newRequestNo(box.system),
        sentBy: 'worker',
      })),
    ),
  );
  await eventually(
    'all forty',
    async () => {
      await box.harness.hurry();
      const sweeps = await Promise.all(Array.from({ length: 4 }, () => runOutbox(box.system, 50)));
      expect(sweeps.flatMap(({ errors }) => errors)).toEqual([]);
      const rows = await box.system.db
        .select({ id: instruction.id })
        .from(instruction)
        .where(and(inArray(instruction.id, ids), eq(instruction.state, 'succeeded')));
      return rows.length === ids.length;
    },
    25_000,
  );
  for (const id of ids) expect(box.outcomesOf(id)).toEqual(['succeeded']);
  expect(await box.freezesAtBank(ids)).toBe(40);
});

test('a bank that is down leaves everything in doubt and throws at nobody', async () => {
  const wiring = await openWiring(
    { ...box.harness.environment, custodyUrl: 'http://127.0.0.1:1/none' },
    box.harness.secrets,
  );
  const ctx = await box.contextOf(wiring);
  const id = await box.freeze();
  expect(await dispatch(ctx, id)).toMatchObject({ state: 'unknown', errorCode: 'UNKNOWN' });
  expect((await dispatch(ctx, id)).state).toBe('unknown');
  await wiring.close();
  expect((await dispatch(box.system, id)).state).toBe('succeeded');
  expect(box.outcomesOf(id)).toEqual(['succeeded']);
});

test('with keys that do not fit, the platform’s or the bank’s, nothing is ever concluded', async () => {
  const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const platformPrivateKeyPem = stranger.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const bankPublicKeyPem = stranger.publicKey.export({ type: 'spki', format: 'pem' }).toString();
  for (const wrong of [{ platformPrivateKeyPem }, { bankPublicKeyPem }]) {
    const wiring = await openWiring(box.harness.environment, { ...box.harness.secrets, ...wrong });
    const ctx = await box.contextOf(wiring);
    const id = await box.freeze();
    expect((await dispatch(ctx, id)).state).toBe('unknown');
    expect((await dispatch(ctx, id)).state).toBe('unknown');
    expect(box.outcomesOf(id)).toEqual([]);
    await wiring.close();
    expect((await dispatch(box.system, id)).state).toBe('succeeded');
  }
});

test('a conclusion that throws is tried again, and the sweep goes on with the others', async () => {
  let broken = true;
  const moody: Conclude = async (tx, ctx, row, outcome) => {
    if (broken && row.subject.moody) throw new Error('out of order');
    await box.count(tx, ctx, row, outcome);
  };
  const ctx = { ...box.system, conclude: { ...box.system.conclude, 'freeze-bid': moody } };
  const bad = await box.freeze('1.00', { subject: { moody: 1 }, sentBy: 'worker' });
  const good = await box.freeze('1.00', { sentBy: 'worker' });
  const { errors } = await runOutbox(ctx, 10);
  expect(errors.map(String)).toEqual(['Error: out of order']);
  expect((await box.rowOf(good)).state).toBe('succeeded');
  expect((await box.rowOf(bad)).state).toBe('unknown');
  broken = false;
  expect((await dispatch(ctx, bad)).state).toBe('succeeded');
  expect(box.outcomesOf(bad)).toEqual(['succeeded']);
});

test('two workers carry the outbox, rest while time travels and stop when told', async () => {
  const silent = pino({ level: 'silent' });
  const pace = { idleMs: 20, afterErrorMs: 20 };
  await box.harness.wiring.pool.sql`insert into business_clock values (1, 0, true, now())
    on conflict (id) do update set travelling = true`;
  const ids = await Promise.all(Array.from({ length: 20 }, () => box.freeze('1.00', { sentBy: 'worker' })));
  const workers = [startWorker(box.harness.wiring, silent, pace), startWorker(box.harness.wiring, silent, pace)];
  await box.harness.wiring.pool.sql`select pg_sleep(0.2)`;
  expect((await Promise.all(ids.map(box.rowOf))).every(({ state }) => state === 'created')).toBe(true);
  await box.harness.wiring.pool.sql`update business_clock set travelling = false`;
  await eventually('all twenty', async () =>
    (await Promise.all(ids.map(box.rowOf))).every(({ state }) => state === 'succeeded'),
  );
  for (const id of ids) expect(box.outcomesOf(id)).toEqual(['succeeded']);
  await Promise.all(workers.map((worker) => worker.stop()));
  const late = await box.freeze('1.00', { sentBy: 'worker' });
  await box.harness.wiring.pool.sql`select pg_sleep(0.1)`;
  expect((await box.rowOf(late)).state).toBe('created');
});
