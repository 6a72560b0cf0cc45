import { type SQL, sql } from 'drizzle-orm';
import { columnOf } from '#db/arrays.ts';
import { transaction } from '#db/transaction.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';
import { fen, fromDecimalText, type Money, minus, ZERO } from '#server/primitives/money.ts';
import type { SystemActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import type { WireRecord } from '../custody/gateway.ts';
import { listOf, textOf } from '../custody/verdict.ts';
import { answerOf, inLanes } from './ask-in-lanes.ts';
import { freezeNoOf, heldFreezesNow } from './held-freezes.ts';
import { lockDay } from './lock-day.ts';
import { noteStaged, unstage } from './stage-extension.ts';

type Ctx = DomainContext<SystemActor>;
type Held = { request_no: string; user_no: string; amount: string };
/** What the bank has frozen, used and cancelled of one freeze. */
type Answer = Readonly<{
  requestNo: string;
  userNo: string;
  bizType: string;
  amounts: readonly Money[];
  same: boolean;
}>;

/**
 * Freezes that our postings leave, of accounts whose held money is not what the states of bids and payments hold: one
 * of those states is wrong, and the bank knows of which freeze.
 */
const leftByPostings: SQL = sql`
  select ${freezeNoOf} as request_no, e.account_id, sum(e.amount) as amount
  from entry e join journal j on j.id = e.journal_id join instruction i on i.id = j.instruction_id
  where e.bucket in ('frozen', 'withdrawing') and e.account_id in (
    select a.id from account a left join (${heldFreezesNow}) as h on h.account_id = a.id
    group by a.id having a.frozen + a.withdrawing <> coalesce(sum(h.amount), 0))
  group by 1, 2 having sum(e.amount) <> 0`;

/** What we hold frozen by pre-transactions now; payouts are asked about by those who follow them. */
const held = (ctx: Ctx): Promise<Held[]> =>
  ctx.db.execute<Held>(sql`
    with held as (select request_no, account_id, amount from (${heldFreezesNow}) as now where amount <> 0)
    select h.request_no, a.platform_user_no as user_no, h.amount::text
    from (select * from held union all select * from (${leftByPostings}) as entered
        where request_no is not null and request_no not in (select request_no from held)) as h
      join account a on a.id = h.account_id
    where not exists (select 1 from withdrawal w where w.request_no = h.request_no)
      and not exists (select 1 from instruction i
        where i.account_id = h.account_id and i.state in ('sent', 'unknown', 'accepted'))
    order by h.request_no`);

const amountIn = (record: WireRecord | undefined, name: string): Money =>
  record?.[name] === undefined ? ZERO : fromDecimalText(String(record[name]));

async function ask(ctx: Ctx, { request_no: requestNo, user_no: userNo, amount }: Held): Promise<Answer> {
  const asked = { requestNo, transactionType: 'PRETRANSACTION' };
  const response = await answerOf(ctx, 'QUERY_TRANSACTION', asked);
  const record = response && listOf(response, 'records')[0];
  const [frozen, used, cancelled] = ['freezeAmount', 'unfreezeAmount', 'cancelAmount'].map((name) =>
    amountIn(record, name),
  );
  const amounts = [frozen ?? ZERO, used ?? ZERO, cancelled ?? ZERO];
  const left = amounts.slice(1).reduce(minus, amounts[0] ?? ZERO);
  return {
    requestNo,
    userNo: (record && textOf(record, 'platformUserNo')) ?? userNo,
    bizType: (record && textOf(record, 'bizType')) ?? 'PRETRANSACTION',
    amounts,
    same: left === fen(BigInt(amount)),
  };
}

async function stage(ctx: Ctx, date: PlainDate, answers: readonly Answer[]): Promise<void> {
  const amount = (place: number) => columnOf('bigint', answers, ({ amounts }) => amounts[place] ?? ZERO);
  await transaction(ctx, async (tx) => {
    await lockDay(tx, date);
    await unstage(tx, date, 'PRETRANSACTION');
    await tx.execute(sql`
      insert into freeze_row (business_date, row_number, request_no, user_no, biz_type, frozen_fen, used_fen,
        cancelled_fen)
      select ${date}::date, told.* from unnest(
        ${columnOf('integer', answers, (_, index) => index + 1)}, ${columnOf('text', answers, (one) => one.requestNo)},
        ${columnOf('text', answers, (one) => one.userNo)}, ${columnOf('text', answers, (one) => one.bizType)},
        ${amount(0)}, ${amount(1)}, ${amount(2)}) as told`);
    await noteStaged(tx, ctx, { businessDate: date, file: 'PRETRANSACTION', source: 'query', rows: answers.length });
  });
}

/**
 * Where the bank has no file of freezes: asks it about each that we hold now. One that differs is asked about once more
 * at the end, if we still hold it then. @returns how many
 * @throws Error when the bank does not answer
 */
export async function askFreezes(ctx: Ctx, date: PlainDate): Promise<number> {
  const answers = new Map<string, Answer>();
  const note = async (one: Held): Promise<void> => {
    answers.set(one.request_no, await ask(ctx, one));
  };
  await inLanes(await held(ctx), note);
  const doubtful = new Set([...answers.values()].filter(({ same }) => !same).map(({ requestNo }) => requestNo));
  for (const requestNo of doubtful) answers.delete(requestNo);
  await inLanes(
    doubtful.size === 0 ? [] : (await held(ctx)).filter(({ request_no }) => doubtful.has(request_no)),
    note,
  );
  await stage(ctx, date, [...answers.values()]);
  return answers.size;
}
