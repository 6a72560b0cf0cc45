import { sql } from 'drizzle-orm';
import { check, index, integer, pgTable, primaryKey, text, unique, uniqueIndex } from 'drizzle-orm/pg-core';
import { amount, businessDay, document, id, instant, wholeNumber, word } from '../columns.ts';
import { type ChunkState, loan } from './loans.ts';

export type InstalmentState =
  | 'scheduled'
  | 'due'
  | 'collecting'
  | 'paid'
  | 'overdue'
  | 'compensated'
  | 'recovered'
  | 'written-off';
/** A row of the schedule, or one that a payment ahead of it or an acceleration has made. */
export type InstalmentKind = 'scheduled' | 'prepayment' | 'payoff' | 'acceleration';

/** A settled bid: the investor's share of the loan. Carries are numerators over the loan's amount in fen. */
export const claim = pgTable(
  'claim',
  {
    loanId: id()
      .notNull()
      .references(() => loan.id),
    id: id().notNull(),
    bidId: id().notNull(),
    investorAccountId: id().notNull(),
    stake: amount().notNull(),
    outstanding: amount().notNull(),
    principalCarry: wholeNumber().notNull().default(sql`0`),
    interestCarry: wholeNumber().notNull().default(sql`0`),
    penaltyCarry: wholeNumber().notNull().default(sql`0`),
    feeCarry: wholeNumber().notNull().default(sql`0`),
    createdAt: instant().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.loanId, table.id] }),
    unique('claim_once_per_bid').on(table.loanId, table.bidId),
    check('claim_outstanding_within_stake', sql`${table.outstanding} >= 0 and ${table.outstanding} <= ${table.stake}`),
    index().on(table.investorAccountId),
  ],
);

/**
 * What the borrower owes in one period, what he has paid of it, and what somebody else has paid in his place. Owed to
 * the investors are principal − principalPaid − principalCompensated, to the compensator principalCompensated −
 * principalRecovered; interest alike. Σ principal of a loan is its amount, always.
 */
export const instalment = pgTable(
  'instalment',
  {
    loanId: id()
      .notNull()
      .references(() => loan.id),
    number: integer().notNull(),
    kind: word<InstalmentKind>().notNull().default('scheduled'),
    /** The day on which it is to be paid: the period's end, moved to a day of business where the product says so. */
    dueOn: businessDay().notNull(),
    /** The last day of its period by the loan's anchor; interest runs to it. */
    periodEndsOn: businessDay().notNull(),
    principal: amount().notNull(),
    interest: amount().notNull(),
    /** For paying early; the investors' part of it and the platform's together. */
    fee: amount().notNull().default(sql`0`),
    principalPaid: amount().notNull().default(sql`0`),
    interestPaid: amount().notNull().default(sql`0`),
    feePaid: amount().notNull().default(sql`0`),
    penaltyPaid: amount().notNull().default(sql`0`),
    /** Σ over the late days so far of unpaid principal + interest, in fen · days; the penalty is its product's rate of it. */
    penaltyFenDays: wholeNumber().notNull().default(sql`0`),
    /** The last day that is in penaltyFenDays. */
    penaltyThrough: businessDay(),
    compensatorAccountId: id(),
    compensatedOn: businessDay(),
    principalCompensated: amount().notNull().default(sql`0`),
    interestCompensated: amount().notNull().default(sql`0`),
    /** The investors' part of the penalty: what had run up when they were compensated. */
    penaltyAtCompensation: amount(),
    principalRecovered: amount().notNull().default(sql`0`),
    interestRecovered: amount().notNull().default(sql`0`),
    penaltyRecovered: amount().notNull().default(sql`0`),
    state: word<InstalmentState>().notNull(),
    /** The collection that holds this instalment while it is `collecting`. */
    collectionId: id(),
    /** The business day that found it unpaid; kept when it is paid later. */
    overdueOn: businessDay(),
    paidAt: instant(),
    paidOn: businessDay(),
  },
  (table) => [
    primaryKey({ columns: [table.loanId, table.number] }),
    check(
      'instalment_parts_not_negative',
      sql`${table.principal} >= 0 and ${table.interest} >= 0 and ${table.fee} >= 0`,
    ),
    check(
      'instalment_paid_within_owed',
      sql`${table.principalPaid} >= 0 and ${table.principalCompensated} >= 0 and ${table.principalRecovered} >= 0
        and ${table.principalPaid} + ${table.principalCompensated} <= ${table.principal}
        and ${table.interestPaid} >= 0 and ${table.interestCompensated} >= 0 and ${table.interestRecovered} >= 0
        and ${table.interestPaid} + ${table.interestCompensated} <= ${table.interest}
        and ${table.principalRecovered} <= ${table.principalCompensated}
        and ${table.interestRecovered} <= ${table.interestCompensated}
        and ${table.feePaid} >= 0 and ${table.feePaid} <= ${table.fee}
        and ${table.penaltyPaid} >= 0 and ${table.penaltyRecovered} >= 0 and ${table.penaltyFenDays} >= 0`,
    ),
    index().on(table.state, table.dueOn),
  ],
);

/** One late day of an instalment and what it was charged on: Σ base is its penaltyFenDays. Append-only. */
export const penaltyDay = pgTable(
  'penalty_day',
  {
    loanId: id()
      .notNull()
      .references(() => loan.id),
    number: integer().notNull(),
    day: businessDay().notNull(),
    /** Principal and interest that the borrower owed when the day began. */
    base: amount().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.loanId, table.number, table.day] }),
    check('penalty_day_base_positive', sql`${table.base} > 0`),
  ],
);

/** A row as it stood before a payment ahead of the schedule, an acceleration or a write-off (`collectionId`) made it smaller. */
export const replacedInstalment = pgTable(
  'replaced_instalment',
  {
    loanId: id()
      .notNull()
      .references(() => loan.id),
    collectionId: id().notNull(),
    number: integer().notNull(),
    dueOn: businessDay().notNull(),
    principal: amount().notNull(),
    interest: amount().notNull(),
    replacedAt: instant().notNull(),
  },
  (table) => [primaryKey({ columns: [table.loanId, table.collectionId, table.number] })],
);

export type CollectionState = 'freezing' | 'frozen' | 'paying' | 'paid' | 'failed' | 'releasing';
/** `instalment` pays what has fallen due, `payoff` everything, `prepayment` a part ahead of the schedule. */
export type CollectionKind = 'instalment' | 'payoff' | 'prepayment' | 'compensation';
export type CollectionTrigger = 'due' | 'borrower' | 'rule' | 'staff';
/** What a collection will do to the schedule when it is paid. */
export type CollectionPlan = Readonly<{
  /** The day that the interest was computed to. */
  on: string;
  keep?: 'term' | 'instalment';
}>;

/** One attempt to take money from a payer for a loan: a freeze at the payer, then trades to whoever is owed. */
export const collection = pgTable(
  'collection',
  {
    loanId: id()
      .notNull()
      .references(() => loan.id),
    id: id().notNull(),
    kind: word<CollectionKind>().notNull().default('instalment'),
    payerAccountId: id().notNull(),
    amount: amount().notNull(),
    state: word<CollectionState>().notNull(),
    trigger: word<CollectionTrigger>().notNull(),
    plan: document<CollectionPlan>(),
    /** Absent where the platform's reserve pays, which needs no freeze. */
    freezeRequestNo: text(),
    failure: text(),
    createdAt: instant().notNull(),
    endedAt: instant(),
  },
  (table) => [
    primaryKey({ columns: [table.loanId, table.id] }),
    check('collection_amount_positive', sql`${table.amount} > 0`),
    uniqueIndex('collection_one_at_a_time')
      .on(table.loanId)
      .where(sql`state in ('freezing', 'frozen', 'paying', 'releasing')`),
    index().on(table.state),
  ],
);

export type Beneficiary = 'investors' | 'compensator' | 'platform';

/** What of a collection is meant for one instalment, and who receives it. */
export const collectionItem = pgTable(
  'collection_item',
  {
    loanId: id()
      .notNull()
      .references(() => loan.id),
    collectionId: id().notNull(),
    /** Of an instalment that comes to be when the collection is paid: its number then. */
    instalmentNumber: integer().notNull(),
    beneficiary: word<Beneficiary>().notNull(),
    penalty: amount().notNull().default(sql`0`),
    fee: amount().notNull().default(sql`0`),
    interest: amount().notNull().default(sql`0`),
    principal: amount().notNull().default(sql`0`),
  },
  (table) => [
    primaryKey({
      name: 'collection_item_pk',
      columns: [table.loanId, table.collectionId, table.instalmentNumber, table.beneficiary],
    }),
    check(
      'collection_item_not_negative',
      sql`${table.penalty} >= 0 and ${table.fee} >= 0 and ${table.interest} >= 0 and ${table.principal} >= 0`,
    ),
  ],
);

/** One trade of a distribution: up to 500 claim holders of one collection. */
export const distributionChunk = pgTable(
  'distribution_chunk',
  {
    loanId: id()
      .notNull()
      .references(() => loan.id),
    collectionId: id().notNull(),
    number: integer().notNull(),
    state: word<ChunkState>().notNull(),
    instructionId: id(),
    receiptCount: integer().notNull(),
    amount: amount().notNull(),
    fee: amount().notNull(),
    attempts: integer().notNull().default(0),
    /** Machine's clock: a failed chunk is not sent again before it. */
    nextAttemptAt: instant(),
    succeededAt: instant(),
  },
  (table) => [primaryKey({ columns: [table.loanId, table.collectionId, table.number] }), index().on(table.state)],
);

/**
 * What one claim holder receives of one instalment in one collection. Planned with its chunk when the borrower's money is frozen; paid
 * when that chunk has succeeded (`paidAt`). The carries are what the claim takes over at that moment.
 */
export const receipt = pgTable(
  'receipt',
  {
    loanId: id()
      .notNull()
      .references(() => loan.id),
    collectionId: id().notNull(),
    claimId: id().notNull(),
    chunk: integer().notNull(),
    instalmentNumber: integer().notNull(),
    investorAccountId: id().notNull(),
    principal: amount().notNull(),
    interest: amount().notNull(),
    penalty: amount().notNull().default(sql`0`),
    /** The investor's share of a fee for paying early. */
    fee: amount().notNull().default(sql`0`),
    serviceFee: amount().notNull(),
    principalCarryAfter: wholeNumber().notNull(),
    interestCarryAfter: wholeNumber().notNull(),
    penaltyCarryAfter: wholeNumber().notNull().default(sql`0`),
    feeCarryAfter: wholeNumber().notNull().default(sql`0`),
    paidAt: instant(),
    businessDate: businessDay(),
  },
  (table) => [
    primaryKey({ columns: [table.loanId, table.collectionId, table.instalmentNumber, table.claimId] }),
    check(
      'receipt_parts_not_negative',
      sql`${table.principal} >= 0 and ${table.interest} >= 0 and ${table.penalty} >= 0 and ${table.fee} >= 0
        and ${table.serviceFee} >= 0`,
    ),
    index().on(table.investorAccountId, table.paidAt),
  ],
);
