import { sql } from 'drizzle-orm';
import { columnOf } from '#db/arrays.ts';
import { transaction } from '#db/transaction.ts';
import { daysBetween, type PlainDate, plainDate } from '#server/primitives/calendar.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { fen, fromDecimalText, type Money, minus, plus } from '#server/primitives/money.ts';
import type { SystemActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import type { WireRecord } from '../custody/gateway.ts';
import { answerOf, inLanes } from './ask-in-lanes.ts';
import { NOT_AT_BANK } from './balances.ts';
import { lockDay } from './lock-day.ts';
import { noteStaged, unstage } from './stage-extension.ts';

type Ctx = DomainContext<SystemActor>;

const TENTHS = 10;
const DAY_ONE = plainDate('2020-01-01');

/**
 * Which tenth of the accounts has its turn on a date: ten days in a row ask about everybody. By the last byte of the
 * account's id, so that it is the same accounts whenever the date is checked again.
 */
export const tenthOf = (date: PlainDate): number => ((daysBetween(DAY_ONE, date) % TENTHS) + TENTHS) % TENTHS;
const digitAt = (place: number) => sql`strpos('0123456789abcdef', substr(a.id::text, ${place}::int, 1)) - 1`;

type Account = { id: Uuid; user_no: string };

/** Who moved on a date, and the tenth whose turn it is; those of whom something is on its way are left for later. */
async function chosen(ctx: Ctx, date: PlainDate): Promise<Account[]> {
  return ctx.db.execute<Account>(sql`
    select a.id, a.platform_user_no as user_no from account a
    where a.role not in ${NOT_AT_BANK} and a.state = 'active'
      and (exists (select 1 from entry e where e.account_id = a.id and e.business_date = ${date}::date)
        or (16 * (${digitAt(35)}) + ${digitAt(36)}) % ${TENTHS} = ${tenthOf(date)})
      and not exists (select 1 from instruction i
        where i.account_id = a.id and i.state in ('created', 'sent', 'unknown', 'accepted'))
    order by a.platform_user_no`);
}

const COLUMNS = ['balance', 'availableAmount', 'freezeAmount', 'arriveBalance', 'floatBalance'] as const;
type Held = Readonly<Record<(typeof COLUMNS)[number], Money>>;
/** What the bank answered, and how many entries we had then. */
type Answer = Readonly<{ userNo: string; held: Held; sequence: bigint; same: boolean }>;

function heldIn(response: WireRecord): Held {
  const [balance, available, frozen, arrived, float] = COLUMNS.map((name) =>
    response[name] === undefined ? undefined : fromDecimalText(String(response[name])),
  );
  const whole = balance ?? plus(available ?? fen(0n), frozen ?? fen(0n));
  return {
    balance: whole,
    availableAmount: available ?? fen(0n),
    freezeAmount: frozen ?? fen(0n),
    arriveBalance: arrived ?? minus(whole, float ?? fen(0n)),
    floatBalance: float ?? fen(0n),
  };
}

type Ours = { available: string; frozen: string; entry_count: string };

async function oursNow(ctx: Ctx, id: Uuid): Promise<Ours | undefined> {
  const [row] = await ctx.db.execute<Ours>(sql`
    select available::text, entry_count::text, (frozen + withdrawing - coalesce((select sum(w.amount - w.fee)
      from withdrawal w where w.account_id = account.id and w.state = 'remitting'), 0))::text as frozen
    from account where id = ${id}`);
  return row;
}

/** Asks about one account; again where ours moved meanwhile. Undefined where the bank knows none, or it keeps moving. */
async function ask(ctx: Ctx, { id, user_no: userNo }: Account): Promise<Answer | undefined> {
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const before = await oursNow(ctx, id);
    const response = await answerOf(ctx, 'QUERY_USER_INFORMATION', { platformUserNo: userNo });
    if (!response) return undefined;
    const after = await oursNow(ctx, id);
    if (!after || before?.entry_count !== after.entry_count) continue;
    const held = heldIn(response);
    const same = held.availableAmount === BigInt(after.available) && held.freezeAmount === BigInt(after.frozen);
    return { userNo, held, sequence: BigInt(after.entry_count), same };
  }
  return undefined;
}

async function stage(ctx: Ctx, date: PlainDate, answers: readonly Answer[]): Promise<void> {
  const amount = (name: (typeof COLUMNS)[number]) => columnOf('bigint', answers, ({ held }) => held[name]);
  await transaction(ctx, async (tx) => {
    await lockDay(tx, date);
    await unstage(tx, date, 'BALANCE');
    await tx.execute(sql`
      insert into balance_row (business_date, row_number, user_no, balance_fen, available_fen, frozen_fen, arrived_fen,
        float_fen, our_sequence)
      select ${date}::date, told.* from unnest(
        ${columnOf('integer', answers, (_, index) => index + 1)}, ${columnOf('text', answers, ({ userNo }) => userNo)},
        ${amount('balance')}, ${amount('availableAmount')}, ${amount('freezeAmount')}, ${amount('arriveBalance')},
        ${amount('floatBalance')}, ${columnOf('bigint', answers, ({ sequence }) => sequence)}) as told`);
    await noteStaged(tx, ctx, { businessDate: date, file: 'BALANCE', source: 'query', rows: answers.length });
  });
}

/**
 * Where the bank has no file of balances: asks it what they hold now who moved on a date, and a tenth of the others.
 * Whose answer differs is asked about once more at the end, when what was on its way has arrived. @returns how many
 * @throws Error when the bank does not answer
 */
export async function askBalances(ctx: Ctx, date: PlainDate): Promise<number> {
  const answers = new Map<string, Answer>();
  const accounts = await chosen(ctx, date);
  const note = async (account: Account): Promise<void> => {
    const answer = await ask(ctx, account);
    if (answer) answers.set(answer.userNo, answer);
    else answers.delete(account.user_no);
  };
  await inLanes(accounts, note);
  await inLanes(
    accounts.filter(({ user_no }) => answers.get(user_no)?.same === false),
    note,
  );
  await stage(
    ctx,
    date,
    accounts.flatMap(({ user_no }) => answers.get(user_no) ?? []),
  );
  return answers.size;
}
