import { sql } from 'drizzle-orm';
import { boolean, check, integer, pgTable, text, unique } from 'drizzle-orm/pg-core';
import { amount, businessDay, document, id, instant, ratePpm, word } from '../columns.ts';

export type RepaymentKind = 'equal-instalment' | 'equal-principal' | 'interest-first' | 'bullet';
export type Grade = 'A' | 'B' | 'C' | 'D' | 'E' | 'F';
export type TermUnit = 'month' | 'day';
export type DayCount = '30/360' | 'ACT/365' | 'ACT/360';
export type InstalmentRounding = 'half-even' | 'up';
export type BorrowerKind = 'person' | 'enterprise';
export type CollateralKind = 'credit' | 'house' | 'car' | 'receivable' | 'consumer';
/** The parts of a payment inside one period, in the order in which money goes to them. */
export type PaymentPart = 'penalty' | 'fee' | 'interest' | 'principal';
/** `guarantor-through-borrower` pays by way of the borrower's account (INDIRECT_COMPENSATORY). */
export type Compensator = 'none' | 'guarantor' | 'guarantor-through-borrower' | 'reserve';
/** `refused` keeps a proposal that the second person did not agree to. */
export type ProductState = 'proposed' | 'published' | 'refused';
export type PrepaymentRule = 'none' | 'full' | 'partial';
/** The yearly rate of each grade, in parts per million; a grade without one is not lent to. */
export type GradePrices = Readonly<Partial<Record<Grade, number>>>;

/** One dated version of a product; a loan keeps the version it was listed with. */
export const product = pgTable(
  'product',
  {
    id: id().primaryKey(),
    code: text().notNull(),
    version: integer().notNull(),
    name: text().notNull(),
    validFrom: businessDay().notNull(),
    /** A proposed version is sold only when a second member of staff has published it. */
    state: word<ProductState>().notNull().default('published'),
    proposedBy: id(),
    proposedAt: instant(),
    publishedBy: id(),
    publishedAt: instant(),

    borrowerKinds: document<readonly BorrowerKind[]>().notNull().default(sql`'["person"]'::jsonb`),
    collateralKinds: document<readonly CollateralKind[]>().notNull().default(sql`'["credit"]'::jsonb`),
    amountMinimum: amount().notNull().default(sql`100000`),
    amountMaximum: amount().notNull().default(sql`100000000`),
    /** A loan above it needs a second decision; every loan below is decided by one officer. Null: never. */
    secondReviewAbove: amount(),

    repaymentKind: word<RepaymentKind>().notNull(),
    termUnit: word<TermUnit>().notNull(),
    termMinimum: integer().notNull(),
    termMaximum: integer().notNull(),
    dayCount: word<DayCount>().notNull(),
    instalmentRounding: word<InstalmentRounding>().notNull(),
    rateMinimumPpm: ratePpm().notNull(),
    rateMaximumPpm: ratePpm().notNull(),
    gradePrices: document<GradePrices>(),
    /** Whether a due date on a day off moves to the next day of business. */
    holidayShift: word<'none' | 'following'>().notNull().default('none'),

    /** Of the loan, taken at settlement to own funds. */
    originationFeePpm: ratePpm().notNull(),
    /** Of the loan, moved from own funds to the risk reserve after settlement. */
    reservePpm: ratePpm().notNull().default(sql`0`),
    /** Of interest received, taken from the investor. */
    serviceFeePpm: ratePpm().notNull(),
    /** Of the principal that is paid back early. */
    prepaymentFeePpm: ratePpm().notNull().default(sql`0`),
    /** The investors' share of that fee. */
    prepaymentFeeInvestorPpm: ratePpm().notNull().default(sql`0`),

    minimumBid: amount().notNull(),
    bidStep: amount().notNull(),
    perInvestorCap: amount(),
    /** The most that one investor may lend, of the loan's amount. */
    perInvestorCapPpm: ratePpm(),
    listingDays: integer().notNull(),
    /** The longest listing, extensions included. */
    listingDaysMaximum: integer().notNull().default(30),
    /** How much of the amount must be frozen for a listing that ends early or in time to be settled as it is. */
    minimumRaisePpm: ratePpm().notNull().default(sql`1000000`),
    /** Whether a full loan is settled by rule or waits for an officer's last look. */
    settlement: word<'automatic' | 'officer'>().notNull().default('automatic'),

    graceDays: integer().notNull(),
    penaltyPpmPerDay: ratePpm().notNull(),
    partialPayments: boolean().notNull().default(false),
    allocationOrder: document<readonly PaymentPart[]>()
      .notNull()
      .default(sql`'["penalty", "fee", "interest", "principal"]'::jsonb`),
    prepayment: word<PrepaymentRule>().notNull().default('partial'),
    compensator: word<Compensator>().notNull().default('none'),
    /** After so many days past the due date the compensator pays. */
    compensateAfterDays: integer().notNull().default(0),
  },
  (table) => [
    unique('product_version').on(table.code, table.version),
    check(
      'product_by_two',
      sql`${table.publishedBy} is null or ${table.proposedBy} is null or ${table.publishedBy} <> ${table.proposedBy}`,
    ),
  ],
);
