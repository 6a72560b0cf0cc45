import { sql } from 'drizzle-orm';
import { check, index, integer, pgTable, primaryKey, text, unique } from 'drizzle-orm/pg-core';
import { amount, businessDay, id, instant, wholeNumber, word } from '../columns.ts';

/**
 * The bank's userRole for a member's account; PLATFORM_* for the platform's; CHANNELS and CARDS are the outside world;
 * SUSPENSE is ours alone and holds what a correction could not give to any account.
 */
export type AccountRole =
  | 'INVESTOR'
  | 'BORROWERS'
  | 'GUARANTEECORP'
  | 'PLATFORM_MASTER'
  | 'PLATFORM_COMPENSATORY'
  | 'PLATFORM_MARKETING'
  | 'PLATFORM_PROFIT'
  | 'PLATFORM_INCOME'
  | 'PLATFORM_INTEREST'
  | 'PLATFORM_ALTERNATIVE_RECHARGE'
  | 'PLATFORM_FUNDS_TRANSFER'
  | 'CHANNELS'
  | 'CARDS'
  | 'SUSPENSE';
export type AccountState = 'opening' | 'active' | 'closed';
export type Bucket = 'available' | 'frozen' | 'withdrawing';

/** The mirror of one custody account (or of the outside world, which alone may be negative). */
export const account = pgTable(
  'account',
  {
    id: id().primaryKey(),
    personId: id(),
    memberId: id(),
    /** The enterprise whose account it is; a person's has none. */
    enterpriseId: id(),
    role: word<AccountRole>().notNull(),
    platformUserNo: text().notNull(),
    state: word<AccountState>().notNull(),
    available: amount().notNull().default(sql`0`),
    frozen: amount().notNull().default(sql`0`),
    withdrawing: amount().notNull().default(sql`0`),
    /** Part of `available` that bids not yet frozen at the bank hold. */
    reserved: amount().notNull().default(sql`0`),
    /** What its holder owes the platform for recharges taken back, less what is frozen for it: nothing else may take it. */
    owed: amount().notNull().default(sql`0`),
    /** Entries written so far: the newest entry's sequence. */
    entryCount: wholeNumber().notNull().default(sql`0`),
    cardLastFour: text(),
    bankCode: text(),
    createdAt: instant().notNull(),
    activatedAt: instant(),
  },
  (table) => [
    check(
      'account_reserved_within_available',
      sql`${table.reserved} >= 0 and ${table.available} >= ${table.reserved} or ${table.role} in ('CHANNELS', 'CARDS', 'SUSPENSE')`,
    ),
    check('account_buckets_not_negative', sql`${table.frozen} >= 0 and ${table.withdrawing} >= 0`),
    check('account_owed_not_negative', sql`${table.owed} >= 0`),
    index().on(table.personId),
    index().on(table.memberId),
    index().on(table.platformUserNo),
    index().on(table.enterpriseId),
  ],
);

export type AuthorisationKind = 'TENDER' | 'REPAYMENT' | 'COMPENSATORY' | 'WITHDRAW' | 'RECHARGE' | 'CREDIT_ASSIGNMENT';

/** A standing authorisation that the holder gave at the bank's own page. */
export const authorisation = pgTable(
  'authorisation',
  {
    accountId: id()
      .notNull()
      .references(() => account.id),
    kind: word<AuthorisationKind>().notNull(),
    amountLimit: amount(),
    expiresOn: businessDay(),
    grantedAt: instant().notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.kind] })],
);

export type JournalKind =
  | 'RECHARGE'
  | 'FREEZE'
  | 'RELEASE'
  | 'TENDER'
  | 'MARKETING'
  | 'COMMISSION'
  | 'REPAYMENT'
  | 'COMPENSATORY'
  | 'COMPENSATORY_REPAYMENT'
  | 'WITHDRAWAL'
  | 'WITHDRAWAL_PAID'
  | 'WITHDRAWAL_FEE'
  | 'WITHDRAWAL_CANCELLED'
  | 'WITHDRAWAL_RETURNED'
  | 'RECHARGE_REVERSED'
  | 'FUNDS_TRANSFER'
  | 'DEDUCT'
  | 'REVERSAL'
  | 'ADJUSTMENT';

/** One posting: one line of the bank, mirrored once. Append-only. */
export const journal = pgTable(
  'journal',
  {
    id: id().primaryKey(),
    kind: word<JournalKind>().notNull(),
    instructionId: id().notNull(),
    lineNumber: integer().notNull(),
    /** 0 as the line was first posted; each correction of it counts on. */
    revision: integer().notNull().default(0),
    /** The correction that wrote it; null for what the bank's word wrote. */
    correctionId: id(),
    /** The posting that this one takes the place of, which stays and no longer counts as a line. */
    replacesId: id(),
    loanId: id(),
    bidId: id(),
    amount: amount().notNull(),
    /** The bank's transactionTime; its Beijing day is the business date. */
    occurredAt: instant().notNull(),
    businessDate: businessDay().notNull(),
    postedAt: instant().notNull(),
  },
  (table) => [
    unique('journal_once_per_bank_line').on(table.instructionId, table.lineNumber, table.revision),
    check('journal_amount_positive', sql`${table.amount} > 0`),
    index().on(table.businessDate, table.id),
    index().on(table.loanId),
    index('journal_replaced').on(table.replacesId).where(sql`replaces_id is not null`),
    index('journal_corrections').on(table.correctionId).where(sql`correction_id is not null`),
  ],
);

/** One leg of a posting, with the bucket's balance after it. Append-only. */
export const entry = pgTable(
  'entry',
  {
    accountId: id()
      .notNull()
      .references(() => account.id),
    /** 1, 2, 3 … per account without gaps: the order in which balances follow each other. */
    sequence: wholeNumber().notNull(),
    journalId: id().notNull(),
    bucket: word<Bucket>().notNull(),
    amount: amount().notNull(),
    balanceAfter: amount().notNull(),
    businessDate: businessDay().notNull(),
    occurredAt: instant().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.sequence] }),
    check('entry_amount_not_zero', sql`${table.amount} <> 0`),
    index().on(table.journalId),
    index().on(table.businessDate),
  ],
);

export type ReceivableState = 'open' | 'collecting' | 'collected';

/** What a member owes the platform because it stood in for him: his recharge was taken back after he had spent it. */
export const receivable = pgTable(
  'receivable',
  {
    accountId: id()
      .notNull()
      .references(() => account.id),
    id: id().notNull(),
    /** The recharge that was denied. */
    instructionId: id().notNull(),
    amount: amount().notNull(),
    collected: amount().notNull().default(sql`0`),
    /** Frozen at the bank for it and not yet collected. */
    frozen: amount().notNull().default(sql`0`),
    /** requestNo of the freeze under way at the bank. */
    freezeRequestNo: text(),
    /** Of what was collected, the part on its way back to the risk reserve, or there. */
    returned: amount().notNull().default(sql`0`),
    state: word<ReceivableState>().notNull(),
    createdAt: instant().notNull(),
    endedAt: instant(),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.id] }),
    unique('receivable_once_per_recharge').on(table.accountId, table.instructionId),
    check(
      'receivable_collected_within_amount',
      sql`${table.collected} >= 0 and ${table.frozen} >= 0 and ${table.collected} + ${table.frozen} <= ${table.amount}`,
    ),
    check(
      'receivable_returned_within_collected',
      sql`${table.returned} >= 0 and ${table.returned} <= ${table.collected}`,
    ),
    index().on(table.state),
  ],
);
