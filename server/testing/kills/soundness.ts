import { and, asc, eq } from 'drizzle-orm';
import { expect } from 'vitest';
import { instruction } from '#db/schema/custody.ts';
import { loan } from '#db/schema/loans.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { fromDecimalText, plus, toDecimalText, ZERO } from '#server/primitives/money.ts';
import { checkInvariants } from '../../domain/ledger/invariants.ts';
import { mirrorDifferences } from '../mirror.ts';
import type { Scene } from './scene.ts';
import type { World } from './world.ts';

type Freeze = { requestNo: string; amount: string; used: string; cancelled: string };
type Said = typeof instruction.$inferSelect;

/** What has been said to the bank about a loan, of one kind when it is given. */
export const saidOf = (world: World, loanId: Uuid, kind?: Said['kind']): Promise<Said[]> =>
  world.wiring.pool.db
    .select()
    .from(instruction)
    .where(and(eq(instruction.loanId, loanId), kind && eq(instruction.kind, kind)))
    .orderBy(asc(instruction.id));

/** The project's number at the bank. */
export async function projectNoOf(world: World, loanId: Uuid): Promise<string> {
  const [row] = await world.wiring.pool.db.select({ no: loan.projectNo }).from(loan).where(eq(loan.id, loanId));
  return row?.no ?? '';
}

/** Every freeze that the bank has ever made for a loan, by its number: amount, used, cancelled. */
export async function freezesAtBank(world: World, loanId: Uuid): Promise<Map<string, Freeze>> {
  const path = `freezes?projectNo=${await projectNoOf(world, loanId)}`;
  const { freezes } = (await world.control('GET', path)) as { freezes: Freeze[] };
  return new Map(freezes.map((freeze) => [freeze.requestNo, freeze]));
}

/** How many lines of the journal mirror each instruction of a loan. */
async function mirrored(world: World, loanId: Uuid): Promise<Map<Uuid, { lines: number; total: bigint }>> {
  const rows = await world.wiring.pool.sql`select instruction_id, count(*)::int as lines, sum(amount)::text as total,
      count(distinct line_number)::int as numbers
    from journal where loan_id = ${loanId} group by instruction_id`;
  expect(rows.filter(({ lines, numbers }) => lines !== numbers)).toEqual([]);
  return new Map(rows.map((row) => [row.instruction_id, { lines: row.lines, total: BigInt(row.total) }]));
}

/** The bank has a trade for each of ours, done, with the lines that the journal has; a freeze for each of ours. */
async function expectOneEffectEach(world: World, { loanId }: Scene, rows: readonly Said[], fresh: readonly Said[]) {
  const [journal, freezes] = [await mirrored(world, loanId), await freezesAtBank(world, loanId)];
  const ofKind = (...kinds: Said['kind'][]) =>
    rows.filter(({ kind, state }) => state === 'succeeded' && kinds.includes(kind));
  const frozen = ofKind('freeze-bid', 'freeze-collection');
  expect([...freezes.keys()].sort()).toEqual(frozen.map(({ requestNo }) => requestNo).sort());
  for (const { id, requestNo } of frozen)
    expect(journal.get(id)).toEqual({ lines: 1, total: fromDecimalText(freezes.get(requestNo)?.amount ?? '0.00') });
  for (const { id, requestNo } of ofKind('settle-chunk', 'distribute').filter((row) => fresh.includes(row))) {
    const trade = (await world.control('GET', `trades/${requestNo}`)) as {
      status: string;
      lines: { amount: string }[];
    };
    const total = trade.lines.reduce((sum, line) => plus(sum, fromDecimalText(line.amount)), ZERO);
    expect([trade.status, trade.lines.length, total]).toEqual([
      'SUCCESS',
      journal.get(id)?.lines,
      journal.get(id)?.total,
    ]);
  }
  const released = ofKind('release-bid', 'release-collection').map(({ id }) => journal.get(id)?.total ?? 0n);
  const cancelled = [...freezes.values()].map((freeze) => fromDecimalText(freeze.cancelled));
  expect(cancelled.reduce((sum, amount) => sum + amount, 0n)).toBe(released.reduce((sum, amount) => sum + amount, 0n));
}

/** Nothing of the loan is left to say, and the bank has done just as much of each kind as its journey takes. */
function expectNoneTwice(scene: Scene, rows: readonly Said[]): void {
  const countsOf = (wanted: readonly Said[]): Record<string, number> => {
    const counts: Record<string, number> = {};
    for (const { kind } of wanted) counts[kind] = (counts[kind] ?? 0) + 1;
    return counts;
  };
  expect(rows.filter(({ state }) => state !== 'succeeded' && state !== 'failed')).toEqual([]);
  expect(countsOf(rows.filter(({ state }) => state === 'succeeded'))).toEqual(scene.instructions);
  expect(countsOf(rows.filter(({ state }) => state === 'failed'))).toEqual(scene.refused ?? {});
}

type Books = { arrived: string; float: string; checks: Record<string, boolean> };

/** The bank's own equations hold, and it holds what was paid in, to the fen. */
async function expectAllTheMoney(world: World): Promise<void> {
  const { arrived, float, checks } = (await world.control('GET', 'books')) as Books;
  expect(Object.entries(checks).filter(([, holds]) => !holds)).toEqual([]);
  expect(toDecimalText(plus(fromDecimalText(arrived), fromDecimalText(float)))).toBe(toDecimalText(world.funds));
}

/** What must hold after every death: one effect for each instruction, and books that hold together. */
export async function expectSound(world: World, scene: Scene): Promise<void> {
  const rows = await saidOf(world, scene.loanId);
  const fresh = rows.filter(({ id }) => id > (scene.since ?? ''));
  expectNoneTwice(scene, fresh);
  await expectOneEffectEach(world, scene, rows, fresh);
  const { checks } = await checkInvariants(world.wiring.pool);
  expect(checks.filter(({ ok }) => !ok)).toEqual([]);
}

/** What must hold after all of them: the same balances here and at the bank, user by user, and no money lost. */
export async function expectSameBooks(world: World): Promise<void> {
  expect(await mirrorDifferences(world)).toEqual([]);
  await expectAllTheMoney(world);
}
