import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { instruction } from '#db/schema/custody.ts';
import { transaction } from '#db/transaction.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { type LoneDatabase, openLoneDatabase } from '#server/testing/context.ts';
import { mintInvestor } from '../actors.ts';
import { readClock, setClock } from './business-clock.ts';
import { claimDue, claimOne } from './claim.ts';
import type { Conclude } from './conclude.ts';
import { enqueueMany, type NewInstruction } from './enqueue.ts';
import { proceed } from './proceed.ts';
import { newRequestNo } from './request-no.ts';
import { conclude, postpone } from './write-outcome.ts';

let lone: LoneDatabase;
beforeAll(async () => {
  lone = await openLoneDatabase();
});
afterAll(() => lone.close());
beforeEach(() => lone.pool.sql`delete from instruction`);

const order = (changes: Partial<NewInstruction> = {}): NewInstruction => ({
  kind: 'freeze-bid',
  service: 'USER_AUTO_PRE_TRANSACTION',
  channel: 'direct',
  sentBy: 'worker',
  requestNo: newRequestNo(lone.system),
  reqData: { amount: '1.00' },
  ...changes,
});
const put = (orders: readonly NewInstruction[]) => transaction(lone.pool, (tx) => enqueueMany(tx, lone.system, orders));
async function putOne(changes: Partial<NewInstruction> = {}): Promise<Uuid> {
  const [id] = await put([order(changes)]);
  if (!id) throw new Error('nothing put');
  return id;
}
async function stateOf(id: Uuid) {
  const [row] = await lone.pool.db.select().from(instruction).where(eq(instruction.id, id));
  if (!row) throw new Error('gone');
  return row;
}
const expireLeases = () => lone.pool.sql`update instruction set lease_until = now() - interval '1 second'`;
const counting = () => {
  const seen: string[] = [];
  const record: Conclude = async (_tx, _ctx, _instruction, outcome) => void seen.push(outcome.kind);
  return { seen, ctx: lone.contextFor(lone.system.actor, { conclude: { 'freeze-bid': record, recharge: record } }) };
};
const success = { kind: 'succeeded', at: new Date(0), record: {} } as const;

test('a thousand instructions in one go keep their order, and each number is used once', async () => {
  const orders = Array.from({ length: 1_000 }, () => order({ subject: { note: 'a "quoted" \\ word', n: 1 } }));
  const ids = await put(orders);
  const rows = await lone.pool.db.select().from(instruction);
  const numberOf = new Map(rows.map((row) => [row.id, row.requestNo]));
  expect(ids.map((id) => numberOf.get(id))).toEqual(orders.map(({ requestNo }) => requestNo));
  expect(rows[0]?.subject).toEqual({ note: 'a "quoted" \\ word', n: 1 });
  await expect(put([order({ requestNo: orders[0]?.requestNo ?? '' })])).rejects.toThrow();
});

test('eight hands that reach at once never hold the same instruction', async () => {
  await put(Array.from({ length: 100 }, () => order()));
  const hands = await Promise.all(Array.from({ length: 8 }, () => claimDue(lone.system, 20)));
  const taken = hands.flat().map(({ id }) => id);
  expect(new Set(taken).size).toBe(taken.length);
  const rest = await claimDue(lone.system, 100);
  expect(taken.length + rest.length).toBe(100);
  expect(await claimDue(lone.system, 100)).toEqual([]);
});

test('what is claimed is sent before anything leaves, and in doubt when its holder is gone', async () => {
  const id = await putOne();
  expect((await claimOne(lone.system, id))?.state).toBe('sent');
  expect((await stateOf(id)).sentAt).not.toBeNull();
  expect(await claimOne(lone.system, id)).toBeUndefined();
  await expireLeases();
  const second = await claimOne(lone.system, id);
  expect(second).toMatchObject({ state: 'unknown', fence: 2n, attempts: 2 });
});

test('a late holder’s conclusion touches no row', async () => {
  const id = await putOne();
  const { ctx, seen } = counting();
  const early = await claimOne(ctx, id);
  await expireLeases();
  const late = await claimOne(ctx, id);
  if (!early || !late) throw new Error('not claimed');
  expect(await conclude(ctx, early, success)).toBeUndefined();
  expect(await postpone(ctx, early, 'lose')).toBeUndefined();
  expect((await conclude(ctx, late, success))?.state).toBe('succeeded');
  expect(await conclude(ctx, late, success)).toBeUndefined();
  expect(seen).toEqual(['succeeded']);
});

test('twenty conclusions at once are one', async () => {
  const id = await putOne();
  const { ctx, seen } = counting();
  const held = await claimOne(ctx, id);
  if (!held) throw new Error('not claimed');
  const failure = { kind: 'failed', errorCode: '100014', errorMessage: '余额不足' } as const;
  await Promise.all(Array.from({ length: 20 }, (_, n) => conclude(ctx, held, n % 2 ? success : failure)));
  expect(seen).toHaveLength(1);
  const audits = await lone.pool.sql`select from_state, to_state from audit where object_id = ${id}`;
  expect(audits).toHaveLength(1);
});

test('a conclusion that throws leaves the instruction as it was', async () => {
  const id = await putOne();
  const ctx = lone.contextFor(lone.system.actor, {
    conclude: {
      'freeze-bid': async () => {
        throw new Error('no such bid');
      },
    },
  });
  const held = await claimOne(ctx, id);
  if (!held) throw new Error('not claimed');
  await expect(conclude(ctx, held, success)).rejects.toThrow('no such bid');
  expect((await stateOf(id)).state).toBe('sent');
});

test('while time travels members’ instructions stay unsent and the traveller’s go', async () => {
  const id = await putOne();
  const clocks = { realNow: lone.system.realNow };
  await transaction(lone.pool, (tx) => setClock(tx, clocks, { travelling: true }));
  const member = lone.contextFor(mintInvestor({ memberId: lone.system.newId(), personId: null, accountId: null }));
  expect(await claimOne(member, id)).toBeUndefined();
  expect((await claimOne(lone.system, id))?.state).toBe('sent');
  await transaction(lone.pool, (tx) => setClock(tx, clocks, { travelling: false }));
  expect(await readClock(lone.pool.db)).toEqual({ offsetMs: 0, travelling: false });
});

test('a page that nobody opened ends a minute after it has expired, also when time travels past it', async () => {
  const id = await putOne({ kind: 'recharge', service: 'RECHARGE', channel: 'gateway' });
  const { ctx, seen } = counting();
  expect(await claimDue(ctx, 10)).toEqual([]);
  const tomorrow = new Date(ctx.realNow().getTime() + 86_400_000);
  await transaction(lone.pool, (tx) => setClock(tx, ctx, { now: tomorrow }));
  expect((await readClock(lone.pool.db)).offsetMs).toBeGreaterThan(86_000_000);
  const later = { ...ctx, now: () => tomorrow };
  const [held] = await claimDue(later, 10);
  if (!held) throw new Error('not due');
  expect((await proceed(later, held))?.errorCode).toBe('PAGE_LEFT');
  expect(seen).toEqual(['failed']);
  expect((await stateOf(id)).state).toBe('failed');
});
