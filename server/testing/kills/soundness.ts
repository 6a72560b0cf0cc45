import { and, asc, eq, or } from 'drizzle-orm';
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

/** What has been said to the bank about a loan or an account, of one kind when it is given. */
export const saidOf = (world: World, objectId: Uuid, kind?: Said['kind']): Promise<Said[]> =>
  world.wiring.pool.db
    .select()
    .from(instruction)
    .where(
      and(
        or(eq(instruction.loanId, objectId), eq(instruction.accountId, objectId)),
        kind && eq(instruction.kind, kind),
      ),
    )
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

type Mirrored = ReadonlyMap<Uuid, Readonly<{ lines: number; total: bigint }>>;

/** How many lines of the journal mirror each instruction of a loan or an account. */
async function mirrored(world: World, objectId: Uuid): Promise<Mirrored> {
  const rows = await world.wiring.pool.sql`select j.instruction_id, count(*)::int as lines,
      sum(j.amount)::text as total, count(distinct j.line_number)::int as numbers
    from journal j join instruction i on i.id = j.instruction_id
    where i.loan_id = ${objectId} or i.account_id = ${objectId} group by j.instruction_id`;
  expect(rows.filter(({ lines, numbers }) => lines !== numbers)).toEqual([]);
  return new Map(rows.map((row) => [row.instruction_id, { lines: row.lines, total: BigInt(row.total) }]));
}

const done = (rows: readonly Said[], ...kinds: Said['kind'][]): Said[] =>
  rows.filter(({ kind, state }) => state === 'succeeded' && kinds.includes(kind));

/** The bank has a freeze for each of ours for a loan, and has given back as much of them as we have heard. */
async function expectFreezesOnce(world: World, loanId: Uuid, rows: readonly Said[], journal: Mirrored): Promise<void> {
  const freezes = await freezesAtBank(world, loanId);
  const frozen = done(rows, 'freeze-bid', 'freeze-collection');
  expect([...freezes.keys()].sort()).toEqual(frozen.map(({ requestNo }) => requestNo).sort());
  for (const { id, requestNo } of frozen)
    expect(journal.get(id)).toEqual({ lines: 1, total: fromDecimalText(freezes.get(requestNo)?.amount ?? '0.00') });
  const releases = done(rows, 'release-bid', 'find-release', 'release-collection');
  const released = releases.map(({ id }) => journal.get(id)?.total ?? 0n);
  const cancelled = [...freezes.values()].map((freeze) => fromDecimalText(freeze.cancelled));
  expect(cancelled.reduce((sum, amount) => sum + amount, 0n)).toBe(released.reduce((sum, amount) => sum + amount, 0n));
}

/** The bank has a trade for each of ours, done, with the lines that the journal has. */
async function expectTradesOnce(world: World, fresh: readonly Said[], journal: Mirrored): Promise<void> {
  const trades = done(
    fresh,
    'settle-chunk',
    'distribute',
    'fund-reserve',
    'deduct-receivable',
    'return-to-reserve',
    'transfer-platform',
  );
  for (const { id, requestNo } of trades) {
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
}

/** Nothing is left to say, and the bank has done just as much of each kind as its journey takes. */
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
  const rows = await saidOf(world, scene.objectId);
  const fresh = rows.filter(({ id }) => id > (scene.since ?? ''));
  expectNoneTwice(scene, fresh);
  const journal = await mirrored(world, scene.objectId);
  if (await projectNoOf(world, scene.objectId)) await expectFreezesOnce(world, scene.objectId, rows, journal);
  await expectTradesOnce(world, fresh, journal);
  const { checks } = await checkInvariants(world.wiring.pool);
  expect(checks.filter(({ ok }) => !ok)).toEqual([]);
}

/** What must hold after all of them: the same balances here and at the bank, user by user, and no money lost. */
export async function expectSameBooks(world: World): Promise<void> {
  expect(await mirrorDifferences(world)).toEqual([]);
  await expectAllTheMoney(world);
}
