import { eq } from 'drizzle-orm';
import { account } from '#db/schema/accounts.ts';
import { addDays, type PlainDate } from '#server/primitives/calendar.ts';
import { DomainError } from '#server/primitives/errors.ts';
import { fromDecimalText, greater, lesser, type Money, minus, plus, ZERO } from '#server/primitives/money.ts';
import type { WithdrawalFees } from '#server/primitives/withdrawal-fee.ts';
import type { CustomerActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import { textOf } from '../custody/verdict.ts';
import { spendableOf } from '../ledger/balances.ts';
import { CHART } from '../ledger/chart.ts';
import { activeAccount } from './active-account.ts';
import { withdrawalFeesOn } from './withdrawal-fees.ts';

/** Days from the one on which a withdrawal is asked for: its day end is tomorrow morning's, and it leaves the morning after. */
const DAYS_TO_CARD = 2;

/** What the bank says that an account may use, and how much of that has not arrived from its channel yet. */
type BankHolding = Readonly<{ available: Money; float: Money }>;

export type Withdrawable = Readonly<{
  available: Money;
  frozen: Money;
  withdrawing: Money;
  /** Held for bids that the bank has not frozen yet. */
  reserved: Money;
  owed: Money;
  /** Recharged and not yet arrived: usable for bids. Null while the bank does not say. */
  float: Money | null;
  /** The most for an arrival on the same day: float included, which the platform advances. */
  sameDay: Money;
  /** The most for an arrival after the day end: without float. */
  nextDay: Money;
  /** What the platform can advance today; null where the bank does not say. */
  advance: Money | null;
  fees: WithdrawalFees;
  /** When the card has what is asked for now and not advanced. */
  arrivesOn: PlainDate;
}>;

async function askHolding(ctx: Pick<DomainContext, 'custody'>, userNo: string): Promise<BankHolding | undefined> {
  const answer = await ctx.custody.send('QUERY_USER_INFORMATION', { platformUserNo: userNo });
  if (answer.kind !== 'success') return undefined;
  const [available, float] = ['availableAmount', 'floatBalance'].map((field) => textOf(answer.response, field));
  if (available === undefined || float === undefined) return undefined;
  return { available: fromDecimalText(available), float: fromDecimalText(float) };
}

/** Available at the bank and arrived there, at least nothing. */
const arrivedOf = ({ available, float }: BankHolding): Money => greater(ZERO, minus(available, float));

/**
 * What the actor may withdraw now, and why not all of it: our books, and beside them what the bank says of the float.
 * Asks the bank: never inside a transaction. While it does not answer, float is unknown and left to the bank's page.
 * @throws DomainError ACCOUNT_NOT_OPEN
 */
export async function withdrawableNow(ctx: DomainContext<CustomerActor>): Promise<Withdrawable> {
  const { id, platformUserNo } = await activeAccount(ctx.db, ctx.actor);
  const [[row], fees, bank, pool] = await Promise.all([
    ctx.db.select().from(account).where(eq(account.id, id)),
    withdrawalFeesOn(ctx.db, ctx.businessDate),
    askHolding(ctx, platformUserNo),
    askHolding(ctx, CHART.advance.platformUserNo),
  ]);
  if (!row) throw new DomainError('ACCOUNT_NOT_OPEN', 'the account has vanished');
  const { available, frozen, withdrawing, reserved, owed } = row;
  const spendable = spendableOf(row);
  const nextDay = bank ? lesser(spendable, arrivedOf(bank)) : spendable;
  const advance = pool ? arrivedOf(pool) : null;
  // A bank that lends what the advance account lacks writes its loan into no file: there nobody draws on it.
  const lends = ctx.custody.mode === 'joint';
  return {
    ...{ available, frozen, withdrawing, reserved, owed, nextDay, advance, fees },
    float: bank?.float ?? null,
    sameDay: lends ? lesser(spendable, plus(nextDay, advance ?? ZERO)) : spendable,
    arrivesOn: addDays(ctx.businessDate, DAYS_TO_CARD),
  };
}
