import type postgres from 'postgres';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { CorrectionKind } from '#db/schema/reconciliation.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { leaveAt } from '#server/testing/kills/world.ts';
import { type PlantingWorld, startPlantingWorld } from '#server/testing/plantings/world.ts';
import type { AdminActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import { checkInvariants } from '../ledger/invariants.ts';
import { applyCorrection } from './apply-correction.ts';
import { askClearing } from './ask-clearing.ts';
import { decideClearing } from './decide-clearing.ts';
import { decideCorrection } from './decide-correction.ts';
import { makeCorrection } from './make-correction.ts';
import { rerunDay } from './rerun-day.ts';
import { resumeCorrections } from './resume-corrections.ts';
import { suspense } from './suspense-queries.ts';

let world: PlantingWorld;
let owner: postgres.Sql;
let day: PlainDate;
let maker: DomainContext<AdminActor>;
let checker: DomainContext<AdminActor>;

beforeAll(async () => {
  world = await startPlantingWorld();
  owner = world.owner;
  day = world.days[0] as PlainDate;
  maker = await world.harness.staff(['finance']);
  checker = await world.harness.staff(['administrator']);
}, 120_000);
afterEach(async () => {
  await world.harness.control('DELETE', 'faults');
  await world.portal.restore();
  await world.bank.restore();
});
afterAll(() => world.stop());

type Row = Record<string, string>;
const proposals = () => owner<Row[]>`
  select c.id, c.break_id, c.kind, c.state, b.kind as of_kind, b.cause, b.state as break_state, c.result
  from correction c join reconciliation_break b on b.id = c.break_id order by c.proposed_at, b.object`;

const rerun = async () => rerunDay(await world.harness.system(), day);

async function make(row: Row | undefined, kind?: CorrectionKind): Promise<Uuid> {
  const input = {
    requestId: maker.newId(),
    breakId: row?.break_id as Uuid,
    kind: kind ?? (row?.kind as CorrectionKind),
  };
  return (await makeCorrection(maker, { ...input, reason: '核对属实' })).correctionId;
}

async function approve(correctionId: Uuid) {
  await decideCorrection(checker, { requestId: checker.newId(), correctionId, approve: true });
  return applyCorrection(await world.harness.system(), correctionId);
}

/** Accepts what is proposed for the first open break, approves and applies it. */
async function correctFirst(kind?: CorrectionKind) {
  const [row] = (await proposals()).filter(({ state }) => state === 'proposed');
  return approve(await make(row, kind));
}

const TENDER = `(select id from journal where kind = 'TENDER' order by id limit 1)`;
const RECHARGE = `(select id from journal where kind = 'RECHARGE' order by id limit 1)`;

describe('what is put wrong in our books is found, corrected by two people, and the day is green', () => {
  test.each<[string, string, CorrectionKind]>([
    ['a posting raised by a fen', `update journal set amount = amount + 1 where id = ${TENDER}`, 'reverse'],
    [
      'a posting moved to another day',
      `update journal set business_date = business_date + 3 where id = ${TENDER}`,
      'reverse',
    ],
    [
      'a balance changed',
      `update account set available = available + 100 where id = (select min(id::text)::uuid from account where role = 'INVESTOR')`,
      'rebuild',
    ],
    [
      'a posting removed with its entries',
      `create temp table gone as select ${TENDER} as id; delete from entry where journal_id in (select id from gone); delete from journal where id in (select id from gone); drop table gone`,
      'conclude',
    ],
    ['a journal row removed', `delete from journal where id = ${RECHARGE}`, 'conclude'],
    ['one leg removed', `delete from entry where journal_id = ${TENDER} and amount < 0`, 'conclude'],
    [
      'an instruction that failed, by hand',
      `update instruction set state = 'failed' where id = (select instruction_id from journal where id = ${RECHARGE})`,
      'conclude',
    ],
    [
      'an entry altered',
      `update entry set amount = amount + 7 where journal_id = ${RECHARGE} and amount > 0`,
      'suspense',
    ],
  ])('%s', async (_, plant, kind) => {
    await owner.unsafe(plant);
    expect((await rerun()).state).toBe('red');
    const found = await proposals();
    expect(found.map((row) => row.kind)).toContain(kind);
    const applied = await correctFirst();
    expect(applied).toMatchObject({ state: 'applied', result: 'gone:green' });
  });
});

describe('what is wrong in the bank’s file never touches our books', () => {
  test.each<[string, number]>([
    ['file-missing-row', 4],
    ['file-fen', 2],
    ['file-twice', 3],
  ])('%s: the file is fetched again', async (fault, seed) => {
    const fetched = { service: 'DOWNLOAD_CHECKFILE', fault, seed };
    await world.harness.control('POST', 'faults', { ...fetched, next: 1 });
    expect((await rerun()).state).toBe('red');
    const [row] = await proposals();
    expect(row).toMatchObject({ kind: 'file-again', state: 'proposed' });
    const before = await owner`select count(*)::int as rows from journal`;
    expect(await correctFirst()).toMatchObject({ state: 'applied', result: 'gone:green' });
    expect(await owner`select count(*)::int as rows from journal`).toEqual(before);
  });

  test('a file that stays wrong is signed off by two, and the day is signed until it changes', async () => {
    const wrong = { service: 'DOWNLOAD_CHECKFILE', fault: 'file-fen', seed: 2, next: 30 };
    await world.harness.control('POST', 'faults', wrong);
    await rerun();
    expect(await correctFirst()).toMatchObject({ state: 'failed', result: 'still-there:red' });
    const [failed] = await proposals();
    expect(failed?.break_state).toBe('explained');
    const signed = await approve(await make(failed, 'sign-off'));
    expect(signed).toMatchObject({ state: 'applied', result: 'answered-for:signed' });
    expect((await rerun()).state).toBe('signed');
    await world.harness.control('DELETE', 'faults');
    expect((await rerun()).state).toBe('green');
  });
});

describe('two people', () => {
  const raise = async () => {
    await owner.unsafe(`update journal set amount = amount + 1 where id = ${TENDER}`);
    await rerun();
    return (await proposals())[0];
  };

  test('nobody approves what he has made, neither here nor past us in the database', async () => {
    const correctionId = await make(await raise());
    const own = { requestId: maker.newId(), correctionId, approve: true };
    await expect(decideCorrection(maker, own)).rejects.toMatchObject({ code: 'SAME_PERSON' });
    await expect(
      owner`update correction set checker_id = maker_id, state = 'approved' where id = ${correctionId}`,
    ).rejects.toThrow('correction_by_two');
    await expect(owner`update correction set state = 'approved' where id = ${correctionId}`).rejects.toThrow(
      'correction_approved_by_somebody',
    );
  });

  test('others than finance make none, and an auditor decides nothing', async () => {
    const row = await raise();
    const { staff } = world.harness;
    const asked = {
      requestId: maker.newId(),
      breakId: row?.break_id as Uuid,
      kind: 'reverse',
      reason: '冲正',
    } as const;
    await expect(makeCorrection(await staff(['administrator']), asked)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const correctionId = await make(row);
    const decision = { requestId: maker.newId(), correctionId, approve: true };
    await expect(decideCorrection(await staff(['auditor']), decision)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  test('a rejected correction leaves the break open for another one', async () => {
    const row = await raise();
    const correctionId = await make(row);
    const decision = { requestId: checker.newId(), correctionId, approve: false };
    await expect(decideCorrection(checker, decision)).rejects.toMatchObject({ code: 'INPUT_INVALID' });
    await decideCorrection(checker, { ...decision, reason: '先查清楚' });
    expect((await proposals())[0]).toMatchObject({ state: 'rejected', result: '先查清楚', break_state: 'explained' });
    await applyCorrection(await world.harness.system(), correctionId);
    expect((await rerun()).state).toBe('red');
    expect(await proposals()).toHaveLength(1);
    expect(await approve(await make(row, 'reverse'))).toMatchObject({ state: 'applied', result: 'gone:green' });
  });

  test('the maker chooses another that fits, and none that does not', async () => {
    const row = await raise();
    await expect(make(row, 'ask-again')).rejects.toMatchObject({ code: 'CORRECTION_DOES_NOT_FIT' });
    await approve(await make(row, 'file-again'));
    expect((await proposals())[0]).toMatchObject({ kind: 'file-again', state: 'failed', result: 'still-there:red' });
  });

  test('the same wish twice is one correction, and applying twice is once', async () => {
    const row = await raise();
    const wish = { requestId: maker.newId(), breakId: row?.break_id as Uuid, kind: 'reverse', reason: '冲正' } as const;
    const [first, second] = [await makeCorrection(maker, wish), await makeCorrection(maker, wish)];
    expect(second).toEqual(first);
    const decision = { requestId: checker.newId(), correctionId: first.correctionId, approve: true };
    expect(await decideCorrection(checker, decision)).toEqual(await decideCorrection(checker, decision));
    const system = await world.harness.system();
    await Promise.all([applyCorrection(system, first.correctionId), applyCorrection(system, first.correctionId)]);
    expect(await owner`select kind from journal where correction_id = ${first.correctionId} order by id`).toEqual([
      { kind: 'REVERSAL' },
      { kind: 'TENDER' },
    ]);
  });

  test.each(['correction.applying', 'correction.effected'] as const)(
    'left at %s, it is gone on with by rule',
    async (at) => {
      const correctionId = await make(await raise());
      await decideCorrection(checker, { requestId: checker.newId(), correctionId, approve: true });
      await leaveAt(await world.harness.system(), at, (ctx) => applyCorrection(ctx, correctionId));
      await owner`update correction set tried_at = tried_at - interval '2 minutes'`;
      expect(await resumeCorrections(await world.harness.system())).toBe(1);
      expect((await proposals())[0]).toMatchObject({ state: 'applied', result: 'gone:green' });
      const written = await owner`select count(*)::int as rows from journal where correction_id = ${correctionId}`;
      expect(written[0]?.rows).toBe(2);
    },
  );
});

describe('suspense', () => {
  /** A member's recharge is raised in place, and with it the stored balance. */
  async function invent() {
    const [row] = await owner<Row[]>`
      update entry set amount = amount + 500, balance_after = balance_after + 500 where journal_id =
        (select id from journal where kind = 'RECHARGE' order by id limit 1) and amount > 0
      returning account_id, sequence::text, journal_id`;
    await owner`update entry set balance_after = balance_after + 500
      where account_id = ${row?.account_id ?? ''} and sequence > ${row?.sequence ?? ''} and bucket = 'available'`;
    await owner`update account set available = available + 500 where id = ${row?.account_id ?? ''}`;
    expect((await rerun()).state).toBe('red');
    const corrected = (await proposals()).find(({ kind, state }) => kind === 'suspense' && state === 'proposed');
    expect(await approve(await make(corrected))).toMatchObject({ state: 'applied' });
    return row;
  }

  test('invented money goes to suspense, the altered row stays, and the day is green', async () => {
    const row = await invent();
    expect((await rerun()).state).toBe('green');
    const { balance, open } = await suspense(await world.harness.system());
    expect([balance, open.map(({ amount, state }) => [amount, state])]).toEqual([500n, [[500n, 'open']]]);
    const [stays] =
      await owner`select amount::text from entry where journal_id = ${row?.journal_id ?? ''} and amount > 0`;
    expect(BigInt(String(stays?.amount)) % 1000n).toBe(500n);
    const { checks } = await checkInvariants({ db: world.harness.wiring.pool.db });
    expect(checks.filter(({ ok }) => !ok)).toEqual([]);
  });

  test('two people clear it, to an account that then holds what the bank says and to no other', async () => {
    const row = await invent();
    const { open } = await suspense(await world.harness.system());
    const itemId = open[0]?.id as Uuid;
    const [holder] = await owner`select platform_user_no as no from account where id = ${row?.account_id ?? ''}`;
    const ask = () => {
      const wish = { itemId, platformUserNo: String(holder?.no), reason: '原记录已恢复' };
      return askClearing(maker, { requestId: maker.newId(), ...wish });
    };
    const decide = (by: DomainContext<AdminActor>, allow: boolean) =>
      decideClearing(by, { requestId: by.newId(), itemId, approve: allow });
    await ask();
    await expect(decide(maker, true)).rejects.toMatchObject({ code: 'SAME_PERSON' });
    await expect(decide(checker, true)).rejects.toMatchObject({ code: 'CLEARING_AGAINST_BANK' });
    await decide(checker, false);
    await owner`update entry set amount = amount - 500 where journal_id = ${row?.journal_id ?? ''} and amount > 0`;
    await ask();
    await decide(checker, true);
    const { balance, cleared } = await suspense(await world.harness.system());
    expect([balance, cleared.length]).toEqual([0n, 1]);
    expect((await rerun()).state).toBe('green');
  });
});
