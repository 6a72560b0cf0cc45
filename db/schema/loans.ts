import { sql } from 'drizzle-orm';
import { boolean, check, index, integer, pgTable, primaryKey, text, unique, uniqueIndex } from 'drizzle-orm/pg-core';
import { amount, businessDay, document, id, instant, ratePpm, sealed, word } from '../columns.ts';
import type { BorrowerKind, CollateralKind, Grade } from './products.ts';

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

export const loan = pgTable(
  'loan',
  {
    id: id().primaryKey(),
    number: text().notNull(),
    borrowerAccountId: id().notNull(),
    /** The person, or the legal representative of the enterprise, who borrows. */
    borrowerPersonId: id().notNull(),
    borrowerKind: word<BorrowerKind>().notNull().default('person'),
    enterpriseId: id(),
    /** The guarantor's enterprise. */
    guarantorId: id(),
    productId: id().notNull(),
    /** The project's number at the bank. */
    projectNo: text().notNull(),
    projectStatus: word<ProjectStatus>(),
    title: text().notNull(),
    purpose: text().notNull(),
    /** Given with the offer. */
    grade: word<Grade>(),
    amount: amount().notNull(),
    /** What was listed, where the listing ended with less and the loan is what was raised. */
    listedAmount: amount(),
    /** Σ bids that are freezing, frozen, being released or settled; never above amount. */
    reserved: amount().notNull().default(sql`0`),
    /** Σ bids frozen at the bank and not being released (or settled). Full means frozen = amount. */
    frozen: amount().notNull().default(sql`0`),
    ratePpm: ratePpm().notNull(),
    term: integer().notNull(),
    /** What was asked for, where an offer has changed it. */
    requestedAmount: amount(),
    requestedRatePpm: ratePpm(),
    requestedTerm: integer(),
    collateralKind: word<CollateralKind>().notNull().default('credit'),
    collateral: text(),
    region: text(),
    /** What the borrower declares: income of a person, turnover of an enterprise, debts elsewhere. */
    monthlyIncome: amount(),
    annualRevenue: amount(),
    declaredDebt: amount().notNull().default(sql`0`),
    state: word<LoanState>().notNull(),
    submittedAt: instant(),
    approvedBy: id(),
    /** What the officer wrote to the borrower with the last decision. */
    decisionReason: text(),
    opensAt: instant(),
    deadlineAt: instant(),
    openedAt: instant(),
    fullAt: instant(),
    /** Who took the last look at a full loan, where its product asks for one. */
    settledBy: id(),
    settledAt: instant(),
    valueDate: businessDay(),
    repaidAt: instant(),
    writtenOffAt: instant(),
    createdAt: instant().notNull(),
  },
  (table) => [
    check('loan_amount_positive', sql`${table.amount} > 0`),
    check('loan_reserved_within_amount', sql`${table.reserved} >= 0 and ${table.reserved} <= ${table.amount}`),
    check('loan_frozen_within_reserved', sql`${table.frozen} >= 0 and ${table.frozen} <= ${table.reserved}`),
    check(
      'loan_settled_by_another',
      sql`${table.settledBy} is null or ${table.approvedBy} is null or ${table.settledBy} <> ${table.approvedBy}`,
    ),
    index().on(table.state),
    index().on(table.borrowerAccountId),
  ],
);

/** One decision on an application. Above the product's threshold it counts when a second officer confirms it. */
export const loanDecision = pgTable(
  'loan_decision',
  {
    loanId: id()
      .notNull()
      .references(() => loan.id),
    id: id().notNull(),
    decision: word<'offer' | 'return' | 'reject'>().notNull(),
    state: word<'proposed' | 'confirmed' | 'refused'>().notNull(),
    amount: amount(),
    ratePpm: ratePpm(),
    term: integer(),
    grade: word<Grade>(),
    reason: text().notNull(),
    proposedBy: id().notNull(),
    proposedAt: instant().notNull(),
    /** Who confirmed or refused it; the proposer himself where one officer is enough. */
    decidedBy: id(),
    decidedAt: instant(),
    needsSecond: boolean().notNull(),
    answer: text(),
  },
  (table) => [
    primaryKey({ columns: [table.loanId, table.id] }),
    uniqueIndex('loan_decision_one_proposed').on(table.loanId).where(sql`state = 'proposed'`),
    check(
      'loan_decision_by_two',
      sql`not ${table.needsSecond} or ${table.decidedBy} is null or ${table.decidedBy} <> ${table.proposedBy}`,
    ),
  ],
);

/** An application that has not been handed in, or not again: whatever the wizard has so far, kept for its member. */
export const applicationDraft = pgTable(
  'application_draft',
  {
    id: id().primaryKey(),
    memberId: id().notNull(),
    /** The returned loan that it is to become again; null for a new application. */
    loanId: id(),
    /** What has been typed, by field, as text. */
    fields: document<Readonly<Record<string, string>>>().notNull(),
    step: integer().notNull().default(0),
    savedAt: instant().notNull(),
  },
  (table) => [index().on(table.memberId), unique('application_draft_one_of_loan').on(table.loanId)],
);

export type DocumentState = 'uploaded' | 'accepted' | 'refused';

/** A file that belongs to an application; its content is sealed. */
export const loanDocument = pgTable(
  'loan_document',
  {
    id: id().primaryKey(),
    memberId: id().notNull(),
    draftId: id(),
    loanId: id(),
    kind: text().notNull(),
    name: text().notNull(),
    contentType: text().notNull(),
    bytes: integer().notNull(),
    sha256: text().notNull(),
    content: sealed().notNull(),
    state: word<DocumentState>().notNull(),
    reason: text(),
    uploadedAt: instant().notNull(),
    judgedBy: id(),
    judgedAt: instant(),
  },
  (table) => [index().on(table.loanId), index().on(table.draftId)],
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
    /** Frozen at the bank's own page by password instead of by standing authorisation. */
    byPassword: boolean().notNull().default(false),
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
