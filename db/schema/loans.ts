import { sql } from 'drizzle-orm';
import { check, index, integer, pgTable, primaryKey, text, unique } from 'drizzle-orm/pg-core';
import { amount, businessDay, id, instant, ratePpm, wholeNumber, word } from '../columns.ts';

export type RepaymentKind = 'equal-instalment' | 'equal-principal' | 'interest-first' | 'bullet';
export type Grade = 'A' | 'B' | 'C' | 'D' | 'E' | 'F';
export type TermUnit = 'month' | 'day';
export type DayCount = '30/360' | 'ACT/365' | 'ACT/360';
export type InstalmentRounding = 'half-even' | 'up';
export type LoanState =
  | 'draft'
  | 'submitted'
  | 'reviewing'
  | 'returned'
  | 'rejected'
  | 'offered'
  | 'approved'
  | 'declined'
  | 'withdrawn'
  | 'registering'
  | 'scheduled'
  | 'open'
  | 'closing'
  | 'full'
  | 'failing'
  | 'failed'
  | 'settling'
  | 'repaying'
  | 'overdue'
  | 'repaid'
  | 'written-off';
export type BidState = 'freezing' | 'frozen' | 'settling' | 'settled' | 'failed' | 'releasing' | 'released';
/** The project's status at the bank, as far as the bank has confirmed it. */
export type ProjectStatus = 'COLLECTING' | 'REPAYING' | 'FINISH' | 'MISCARRY';
export type InstalmentState = 'scheduled' | 'due' | 'collecting' | 'paid' | 'overdue';

/** One dated version of a product; a loan keeps the version it was listed with. */
export const product = pgTable(
  'product',
  {
    id: id().primaryKey(),
    code: text().notNull(),
    version: integer().notNull(),
    name: text().notNull(),
    validFrom: businessDay().notNull(),
    repaymentKind: word<RepaymentKind>().notNull(),
    termUnit: word<TermUnit>().notNull(),
    termMinimum: integer().notNull(),
    termMaximum: integer().notNull(),
    dayCount: word<DayCount>().notNull(),
    instalmentRounding: word<InstalmentRounding>().notNull(),
    rateMinimumPpm: ratePpm().notNull(),
    rateMaximumPpm: ratePpm().notNull(),
    /** Of the loan, taken at settlement to own funds. */
    originationFeePpm: ratePpm().notNull(),
    /** Of interest received, taken from the investor. */
    serviceFeePpm: ratePpm().notNull(),
    minimumBid: amount().notNull(),
    bidStep: amount().notNull(),
    perInvestorCap: amount(),
    listingDays: integer().notNull(),
    graceDays: integer().notNull(),
    penaltyPpmPerDay: ratePpm().notNull(),
  },
  (table) => [unique('product_version').on(table.code, table.version)],
);

export const loan = pgTable(
  'loan',
  {
    id: id().primaryKey(),
    number: text().notNull(),
    borrowerAccountId: id().notNull(),
    borrowerPersonId: id().notNull(),
    productId: id().notNull(),
    /** The project's number at the bank. */
    projectNo: text().notNull(),
    projectStatus: word<ProjectStatus>(),
    title: text().notNull(),
    purpose: text().notNull(),
    /** Given with the offer. */
    grade: word<Grade>(),
    amount: amount().notNull(),
    /** Σ bids that are freezing, frozen, being released or settled; never above amount. */
    reserved: amount().notNull().default(sql`0`),
    /** Σ bids frozen at the bank and not being released (or settled). Full means frozen = amount. */
    frozen: amount().notNull().default(sql`0`),
    ratePpm: ratePpm().notNull(),
    term: integer().notNull(),
    state: word<LoanState>().notNull(),
    submittedAt: instant(),
    approvedBy: id(),
    /** What the officer wrote to the borrower with the last decision. */
    decisionReason: text(),
    opensAt: instant(),
    deadlineAt: instant(),
    openedAt: instant(),
    fullAt: instant(),
    settledAt: instant(),
    valueDate: businessDay(),
    repaidAt: instant(),
    createdAt: instant().notNull(),
  },
  (table) => [
    check('loan_amount_positive', sql`${table.amount} > 0`),
    check('loan_reserved_within_amount', sql`${table.reserved} >= 0 and ${table.reserved} <= ${table.amount}`),
    check('loan_frozen_within_reserved', sql`${table.frozen} >= 0 and ${table.frozen} <= ${table.reserved}`),
    index().on(table.state),
    index().on(table.borrowerAccountId),
  ],
);

export const bid = pgTable(
  'bid',
  {
    loanId: id()
      .notNull()
      .references(() => loan.id),
    id: id().notNull(),
    /** The bidder's id for the request: the same id never bids twice. */
    requestId: id().notNull(),
    investorAccountId: id().notNull(),
    investorPersonId: id().notNull(),
    amount: amount().notNull(),
    state: word<BidState>().notNull(),
    /** requestNo of the freeze at the bank. */
    freezeRequestNo: text().notNull(),
    failure: text(),
    placedAt: instant().notNull(),
    frozenAt: instant(),
    endedAt: instant(),
  },
  (table) => [
    primaryKey({ columns: [table.loanId, table.id] }),
    unique('bid_request_once').on(table.loanId, table.requestId),
    check('bid_amount_positive', sql`${table.amount} > 0`),
    index().on(table.investorAccountId),
    index().on(table.loanId, table.state),
  ],
);

export type ChunkState = 'pending' | 'sent' | 'succeeded' | 'failed';

/** One bizDetail of a settlement: up to 500 bids and their share of the fee in one trade of the bank. */
export const settlementChunk = pgTable(
  'settlement_chunk',
  {
    loanId: id()
      .notNull()
      .references(() => loan.id),
    number: integer().notNull(),
    state: word<ChunkState>().notNull(),
    instructionId: id(),
    firstBidId: id().notNull(),
    lastBidId: id().notNull(),
    bidCount: integer().notNull(),
    amount: amount().notNull(),
    fee: amount().notNull(),
    attempts: integer().notNull().default(0),
    /** Machine's clock: a failed chunk is not sent again before it. */
    nextAttemptAt: instant(),
    succeededAt: instant(),
  },
  (table) => [primaryKey({ columns: [table.loanId, table.number] }), index().on(table.state)],
);

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
    createdAt: instant().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.loanId, table.id] }),
    unique('claim_once_per_bid').on(table.loanId, table.bidId),
    check('claim_outstanding_within_stake', sql`${table.outstanding} >= 0 and ${table.outstanding} <= ${table.stake}`),
    index().on(table.investorAccountId),
  ],
);

/** What the borrower owes in one period. */
export const instalment = pgTable(
  'instalment',
  {
    loanId: id()
      .notNull()
      .references(() => loan.id),
    number: integer().notNull(),
    dueOn: businessDay().notNull(),
    principal: amount().notNull(),
    interest: amount().notNull(),
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
    check('instalment_parts_not_negative', sql`${table.principal} >= 0 and ${table.interest} >= 0`),
    index().on(table.state, table.dueOn),
  ],
);

export type CollectionState = 'freezing' | 'frozen' | 'paying' | 'paid' | 'failed' | 'releasing';

/** One attempt to collect an instalment: freeze at the borrower, then one trade to all claim holders. */
export const collection = pgTable(
  'collection',
  {
    loanId: id()
      .notNull()
      .references(() => loan.id),
    id: id().notNull(),
    instalmentNumber: integer().notNull(),
    amount: amount().notNull(),
    state: word<CollectionState>().notNull(),
    trigger: word<'due' | 'borrower'>().notNull(),
    freezeRequestNo: text().notNull(),
    failure: text(),
    createdAt: instant().notNull(),
    endedAt: instant(),
  },
  (table) => [primaryKey({ columns: [table.loanId, table.id] }), index().on(table.state)],
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
 * What one claim holder receives of one collection. Planned with its chunk when the borrower's money is frozen; paid
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
    serviceFee: amount().notNull(),
    principalCarryAfter: wholeNumber().notNull(),
    interestCarryAfter: wholeNumber().notNull(),
    paidAt: instant(),
    businessDate: businessDay(),
  },
  (table) => [
    primaryKey({ columns: [table.loanId, table.collectionId, table.claimId] }),
    check(
      'receipt_parts_not_negative',
      sql`${table.principal} >= 0 and ${table.interest} >= 0 and ${table.serviceFee} >= 0`,
    ),
    index().on(table.investorAccountId, table.paidAt),
  ],
);
