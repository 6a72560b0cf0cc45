import { afterAll, beforeAll, expect, test } from 'vitest';
import { transaction } from '#db/transaction.ts';
import { fen } from '#server/primitives/money.ts';
import { type LoneDatabase, openLoneDatabase } from '#server/testing/context.ts';
import { mintInvestor } from './actors.ts';
import { once } from './once.ts';

let lone: LoneDatabase;
beforeAll(async () => {
  lone = await openLoneDatabase();
});
afterAll(() => lone.close());

const someone = () => lone.contextFor(mintInvestor({ memberId: lone.system.newId(), personId: null, accountId: null }));
let effects = 0;
const bump = async () => {
  effects += 1;
  return { answer: effects };
};
const ask = (
  ctx: ReturnType<typeof someone>,
  requestId = ctx.newId(),
  input: unknown = { amount: fen(5n) },
  verb = 'v',
) => transaction(ctx, (tx) => once(tx, ctx, { requestId, verb, input }, bump));

test('twenty at once with one id have one effect and one answer', async () => {
  const ctx = someone();
  const requestId = ctx.newId();
  effects = 0;
  const answers = await Promise.all(Array.from({ length: 20 }, () => ask(ctx, requestId)));
  expect(effects).toBe(1);
  expect(new Set(answers.map(({ answer }) => answer))).toEqual(new Set([1]));
});

test('the order of the input’s keys is no difference, its values are', async () => {
  const ctx = someone();
  const requestId = ctx.newId();
  const first = await ask(ctx, requestId, { amount: fen(5n), to: 'x' });
  expect(await ask(ctx, requestId, { to: 'x', amount: fen(5n) })).toEqual(first);
  await expect(ask(ctx, requestId, { to: 'x', amount: fen(6n) })).rejects.toMatchObject({ code: 'REQUEST_ID_REUSED' });
});

test('another verb or another person cannot use the id', async () => {
  const ctx = someone();
  const requestId = ctx.newId();
  await ask(ctx, requestId);
  await expect(ask(ctx, requestId, { amount: fen(5n) }, 'other')).rejects.toMatchObject({ code: 'REQUEST_ID_REUSED' });
  await expect(ask(someone(), requestId)).rejects.toMatchObject({ code: 'REQUEST_ID_REUSED' });
});

test('work that fails leaves the id free', async () => {
  const ctx = someone();
  const requestId = ctx.newId();
  const failing = transaction(ctx, (tx) =>
    once(tx, ctx, { requestId, verb: 'v', input: {} }, async () => {
      throw new Error('no');
    }),
  );
  await expect(failing).rejects.toThrow('no');
  await expect(ask(ctx, requestId, {})).resolves.toBeDefined();
});
