import type postgres from 'postgres';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { CorrectionKind } from '#db/schema/reconciliation.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { fromDecimalText } from '#server/primitives/money.ts';
import { leaveAt } from '#server/testing/kills/world.ts';
import { type PlantingWorld, startPlantingWorld } from '#server/testing/plantings/world.ts';
import type { AdminActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import { dispatch } from '../custody/dispatch.ts';
import { newRequestNo } from '../custody/request-no.ts';
import { applyCorrection } from './apply-correction.ts';
import { decideCorrection } from './decide-correction.ts';
import { makeCorrection } from './make-correction.ts';
import { resumeCorrections } from './resume-corrections.ts';

let world: PlantingWorld;
let owner: postgres.Sql;
let day: PlainDate;
let maker: DomainContext<AdminActor>;
let checker: DomainContext<AdminActor>;

beforeAll(async () => {
  world = await startPlantingWorld();
  owner = world.owner;
  day = world.days[1] as PlainDate;
  maker = await world.harness.staff(['finance']);
  checker = await world.harness.staff(['administrator']);
}, 120_000);
afterEach(async () => {
  await world.portal.restore();
  await world.bank.restore();
});
afterAll(() => world.stop());

const system = () => world.harness.system();

/** What the bank says that somebody holds, in fen. */
async function atBank(userNo: string): Promise<{ available: bigint; frozen: bigint }> {
  const answer = await (await system()).custody.send('QUERY_USER_INFORMATION', { platformUserNo: userNo });
  if (answer.kind !== 'success') throw new Error('the bank does not say');
  const { availableAmount, freezeAmount } = answer.response;
  return { available: fromDecimalText(String(availableAmount)), frozen: fromDecimalText(String(freezeAmount)) };
}

async function say(service: string, body: object): Promise<string> {
  const ctx = await system();
  const requestNo = newRequestNo(ctx);
  const answer = await ctx.custody.send(service, { requestNo, ...body });
  if (answer.kind !== 'success') throw new Error(`${service}: ${JSON.stringify(answer)}`);
  return requestNo;
}

async function plantBreak(kind: string, cause: string, object: string, bidId: Uuid | null): Promise<Uuid> {
  const id = maker.newId();
  await owner`insert into reconciliation_break (id, business_date, "check", kind, object, ours, theirs, cause, bid_id,
      state, found_at) values (${id}, ${day}, 'money-and-information', ${kind}, ${object}, null, null, ${cause},
      ${bidId}, 'explained', now())`;
  return id;
}

async function approved(breakId: Uuid, kind: CorrectionKind): Promise<Uuid> {
  const wish = { requestId: maker.newId(), breakId, kind, reason: '核对属实' };
  const { correctionId } = await makeCorrection(maker, wish);
  await decideCorrection(checker, { requestId: checker.newId(), correctionId, approve: true });
  return correctionId;
}

/** Somebody's money that the bank holds without a bid of ours, and the bank's row about it. */
async function strayFreeze(): Promise<{ breakId: Uuid; userNo: string; requestNo: string }> {
  const [rich] = await owner`select platform_user_no as user_no from account where role = 'INVESTOR'
    order by available desc limit 1`;
  const userNo = String(rich?.user_no);
  const requestNo = await say('FREEZE_PRE_TRANSACTION', {
    platformUserNo: userNo,
    bizType: 'PRETRANSACTION',
    amount: '12.00',
  });
  await owner`insert into freeze_row (business_date, row_number, request_no, user_no, biz_type, frozen_fen, used_fen,
      cancelled_fen) values (${day}, 900, ${requestNo}, ${userNo}, 'PRETRANSACTION', 1200, 0, 0)`;
  return { breakId: await plantBreak('freeze-without-bid', 'bank-own-freeze', requestNo, null), userNo, requestNo };
}

type Lost = { id: Uuid; loan_id: Uuid; amount: string; freeze_request_no: string; account: Uuid; user_no: string };

/** A bid on an open loan whose freeze the bank has let go without our asking. */
async function lostFreeze() {
  const [row] = await owner<
    Lost[]
  >`select b.id, b.loan_id, b.amount::text, b.freeze_request_no, b.investor_account_id as account,
      a.platform_user_no as user_no
    from bid b join loan l on l.id = b.loan_id join account a on a.id = b.investor_account_id
    where b.state = 'frozen' and l.state = 'open' order by b.id limit 1`;
  if (!row) throw new Error('no bid is open');
  const amount = `${BigInt(row.amount) / 100n}.00`;
  await say('CANCEL_PRE_TRANSACTION', { preTransactionNo: row.freeze_request_no, amount });
  return { ...row, breakId: await plantBreak('bid-without-freeze', 'bank-released', row.freeze_request_no, row.id) };
}

const STAGES = ['sent', 'answered', 'asked', 'concluding', 'concluded'] as const;

/** One process after the other dies over it, each a step after the one before. */
async function dieThrough(kind: 'cancel-stray-freeze' | 'freeze-anew', correctionId: Uuid): Promise<void> {
  for (const stage of STAGES) {
    const [begun] = await owner`select details->>'begunId' as id from correction where id = ${correctionId}`;
    await leaveAt(await system(), `${kind}.${stage}`, (ctx) =>
      begun?.id ? dispatch(ctx, begun.id) : applyCorrection(ctx, correctionId),
    );
    await world.harness.expireLeases();
  }
  await owner`update correction set tried_at = tried_at - interval '2 minutes'`;
  await resumeCorrections(await system());
}

const stateOf = async (correctionId: Uuid) =>
  (await owner`select state, result from correction where id = ${correctionId}`)[0];

describe('a freeze without bid', () => {
  test('is cancelled at the bank once, whoever dies on the way', async () => {
    const { breakId, userNo } = await strayFreeze();
    const before = await atBank(userNo);
    const correctionId = await approved(breakId, 'cancel-freeze');
    await dieThrough('cancel-stray-freeze', correctionId);
    expect(await stateOf(correctionId)).toMatchObject({ state: 'applied', result: 'answered-for:green' });
    const after = await atBank(userNo);
    expect(after).toEqual({ frozen: before.frozen - 1_200n, available: before.available + 1_200n });
  });

  test('that the bank does not give back leaves the break open with its refusal', async () => {
    const { breakId, requestNo } = await strayFreeze();
    const correctionId = await approved(breakId, 'cancel-freeze');
    await say('CANCEL_PRE_TRANSACTION', { preTransactionNo: requestNo, amount: '12.00' });
    const applied = await applyCorrection(await system(), correctionId);
    expect(applied.state).toBe('failed');
    expect(applied.result).toMatch(/^bank:\d+$/);
    const [open] = await owner`select state from reconciliation_break where id = ${breakId}`;
    expect(open?.state).toBe('explained');
  });
});

describe('a bid without freeze', () => {
  test('fails: its place is free again and our freeze is undone', async () => {
    const lost = await lostFreeze();
    const [loan] = await owner`select reserved, frozen from loan where id = ${lost.loan_id}`;
    const applied = await applyCorrection(await system(), await approved(lost.breakId, 'fail-bid'));
    expect(applied.state).toBe('applied');
    const [after] = await owner`select l.reserved, l.frozen, b.state from loan l join bid b on b.loan_id = l.id
      where b.id = ${lost.id}`;
    const amount = BigInt(lost.amount);
    const less = (held: unknown) => (BigInt(String(held)) - amount).toString();
    expect(after).toMatchObject({ state: 'failed', reserved: less(loan?.reserved), frozen: less(loan?.frozen) });
    const [held] = await owner`select available::text, frozen::text from account where id = ${lost.account}`;
    const { available, frozen } = await atBank(lost.user_no);
    expect(held).toEqual({ available: String(available), frozen: String(frozen) });
  });

  test('is frozen anew under a new number, whoever dies on the way', async () => {
    const lost = await lostFreeze();
    const correctionId = await approved(lost.breakId, 'freeze-anew');
    await dieThrough('freeze-anew', correctionId);
    expect(await stateOf(correctionId)).toMatchObject({ state: 'applied' });
    const [bid] = await owner`select state, freeze_request_no from bid where id = ${lost.id}`;
    expect(bid?.state).toBe('frozen');
    expect(bid?.freeze_request_no).not.toBe(lost.freeze_request_no);
    const [held] = await owner`select frozen::text from account where id = ${lost.account}`;
    expect(held?.frozen).toBe(String((await atBank(lost.user_no)).frozen));
  });
});
