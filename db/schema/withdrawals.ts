import { sql } from 'drizzle-orm';
import { check, index, pgTable, primaryKey, text, unique } from 'drizzle-orm/pg-core';
import { amount, businessDay, id, instant, ratePpm, word } from '../columns.ts';
import { account } from './accounts.ts';

export type WithdrawalState =
  | 'asked'
  | 'held'
  | 'releasing'
  | 'cancelling'
  | 'accepted'
  | 'remitting'
  | 'succeeded'
  | 'failed'
  | 'cancelled'
  | 'returned';

/** When the card is to have it: after the day end agrees, or on the same day by the platform's advance. */
export type WithdrawalArrival = 'next-day' | 'same-day';

/** Money on its way from a custody account to its bound card, from the first click to the bank's last word. */
export const withdrawal = pgTable(
  'withdrawal',
  {
    accountId: id()
      .notNull()
      .references(() => account.id),
    id: id().notNull(),
    /** The WITHDRAW that the customer confirms at the bank's page; every posting of the withdrawal is its. */
    instructionId: id().notNull(),
    /** Its number at the bank. */
    requestNo: text().notNull(),
    arrival: word<WithdrawalArrival>().notNull(),
    /** What leaves the account; the card gets it less the fee. */
    amount: amount().notNull(),
    fee: amount().notNull(),
    state: word<WithdrawalState>().notNull(),
    createdAt: instant().notNull(),
    /** When the bank has frozen the money, on which business date, and so on through its stations: the bank's times. */
    heldAt: instant(),
    heldOn: businessDay(),
    acceptedAt: instant(),
    acceptedOn: businessDay(),
    remittedAt: instant(),
    endedAt: instant(),
    endedOn: businessDay(),
    /** Number of the bank's own recharge that brought the money back; known from its notify or its file. */
    returnNo: text(),
    /** Why it failed or came back: the bank's code and words. */
    errorCode: text(),
    errorMessage: text(),
    /** Business clock: when the bank was last asked how it stands. */
    askedAt: instant(),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.id] }),
    unique('withdrawal_once_per_instruction').on(table.accountId, table.instructionId),
    check(
      'withdrawal_fee_within_amount',
      sql`${table.amount} > 0 and ${table.fee} >= 0 and ${table.fee} < ${table.amount}`,
    ),
    index().on(table.instructionId),
    index().on(table.heldOn),
    index().on(table.acceptedOn),
    index().on(table.endedOn),
    index('withdrawal_open').on(table.state).where(sql`state not in ('succeeded', 'failed', 'cancelled', 'returned')`),
  ],
);

/** What a withdrawal costs its holder from a day on: the newest row whose day has come counts. */
export const withdrawalFee = pgTable('withdrawal_fee', {
  fromDay: businessDay().primaryKey(),
  /** For an arrival after the day end. */
  nextDay: amount().notNull(),
  /** For an arrival on the same day: a share of the amount, half-even, but at least this. */
  sameDayAtLeast: amount().notNull(),
  sameDayPpm: ratePpm().notNull(),
});
