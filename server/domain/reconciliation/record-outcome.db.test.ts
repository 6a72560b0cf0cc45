import { and, asc, eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkResult, reconciliationBreak } from '#db/schema/reconciliation.ts';
import { transaction } from '#db/transaction.ts';
import { plainDate } from '#server/primitives/calendar.ts';
import { fen } from '#server/primitives/money.ts';
import { type LoneDatabase, openLoneDatabase } from '#server/testing/context.ts';
import type { Break } from './compare.ts';
import { recordOutcomes } from './record-outcome.ts';

const DATE = plainDate('2026-03-31');
let lone: LoneDatabase;
beforeAll(async () => {
  lone = await openLoneDatabase(2);
});
afterAll(() => lone.close());

const amount = (object: string, theirs: bigint): Break => ({
  kind: 'amount',
  object,
  ours: '1.00 A>B',
  theirs: `${theirs} A>B`,
  amounts: { ours: fen(100n), theirs: fen(theirs) },
  cause: 'file-row-changed',
  links: { file: 'TRANSACTION', rowNumber: 7 },
});
const twice: Break = { kind: 'duplicate', object: 'T', ours: null, theirs: 'a\tb\\c', cause: 'file-row-repeated' };

async function record(breaks: readonly Break[]): Promise<(typeof reconciliationBreak.$inferSelect)[]> {
  const state = breaks.length === 0 ? ('green' as const) : ('red' as const);
  const outcome = { check: 'line-by-line', state, left: fen(1n), right: fen(2n), compared: 3, breaks } as const;
  await transaction(lone.pool, (tx) => recordOutcomes(tx, lone.system, DATE, [outcome]));
  return lone.pool.db.select().from(reconciliationBreak).orderBy(asc(reconciliationBreak.object));
}

test('a break found again keeps its id and takes the new values, and one that is gone is resolved', async () => {
  const [first, ...others] = await record([amount('A', 101n), twice, twice]);
  expect(first).toMatchObject({ ...{ object: 'A', state: 'explained', ourFen: 100n, theirFen: 101n }, rowNumber: 7 });
  expect(others).toMatchObject([{ theirs: 'a\tb\\c' }, { theirs: 'a\tb\\c', file: null, rowNumber: null }]);
  const [again, fresh, once, second] = await record([amount('A', 102n), twice, amount('B', 5n)]);
  expect(again).toMatchObject({ id: first?.id, theirFen: 102n, state: 'explained' });
  expect([once?.state, second?.state].sort()).toEqual(['explained', 'resolved']);
  expect(fresh).toMatchObject({ object: 'B', state: 'explained' });
  expect((await record([])).map(({ state }) => state)).toEqual(Array(4).fill('resolved'));
  const [result] = await lone.pool.db.select().from(checkResult);
  expect(result).toMatchObject({ check: 'line-by-line', state: 'green', leftFen: 1n, rightFen: 2n, compared: 3 });
});

test('twenty thousand are taken by a handful of statements', async () => {
  const many = Array.from({ length: 20_000 }, (_, index) => amount(`L${index}`, BigInt(index)));
  await record(many);
  const openOf = () =>
    lone.pool.db.$count(
      reconciliationBreak,
      and(eq(reconciliationBreak.state, 'explained'), eq(reconciliationBreak.check, 'line-by-line')),
    );
  expect(await openOf()).toBe(20_000);
  await record(many.slice(10_000).map((found) => amount(found.object, 1n)));
  expect(await openOf()).toBe(10_000);
});
