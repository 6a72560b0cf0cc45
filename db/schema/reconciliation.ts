import { sql } from 'drizzle-orm';
import { boolean, check, index, integer, pgTable, primaryKey, text, unique } from 'drizzle-orm/pg-core';
import { businessDay, document, id, instant, wholeNumber, word } from '../columns.ts';
import { account } from './accounts.ts';

export type CheckFileName = 'RECHARGE' | 'WITHDRAW' | 'TRANSACTION' | 'COMMISSION' | 'BACKROLL_RECHARGE';
/** What some banks give beside the five: sums, what every account held, what was still frozen. */
export type ExtensionFileName = 'SUMMARY' | 'BALANCE' | 'PRETRANSACTION';
/** `query` where the bank has no such file and was asked about some of what would stand in it. */
export type StagedSource = 'file' | 'query';

/** Which files of a date are staged. One that the bank does not offer has no row. */
export const stagedFile = pgTable(
  'staged_file',
  {
    businessDate: businessDay().notNull(),
    file: word<CheckFileName | ExtensionFileName>().notNull(),
    source: word<StagedSource>().notNull(),
    rows: integer().notNull(),
    stagedAt: instant().notNull(),
  },
  (table) => [primaryKey({ columns: [table.businessDate, table.file] })],
);

/** The bank's file rows as they came, staged for comparison. */
export const checkfileRow = pgTable(
  'checkfile_row',
  {
    businessDate: businessDay().notNull(),
    file: word<CheckFileName>().notNull(),
    rowNumber: integer().notNull(),
    matchKey: text().notNull(),
    requestNo: text().notNull(),
    bizType: text().notNull(),
    amountFen: wholeNumber().notNull(),
    interestFen: wholeNumber(),
    sourceUserNo: text(),
    targetUserNo: text(),
    projectNo: text(),
    occurredAt: instant().notNull(),
    raw: text().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.businessDate, table.file, table.rowNumber] }),
    index().on(table.businessDate, table.file, table.matchKey),
  ],
);

/** What each virtual account held when a date ended, as the bank's BALANCE file has it, or as it answered when asked. */
export const balanceRow = pgTable(
  'balance_row',
  {
    businessDate: businessDay().notNull(),
    rowNumber: integer().notNull(),
    userNo: text().notNull(),
    role: text(),
    balanceFen: wholeNumber().notNull(),
    availableFen: wholeNumber().notNull(),
    frozenFen: wholeNumber().notNull(),
    arrivedFen: wholeNumber().notNull(),
    floatFen: wholeNumber().notNull(),
    /** The line carries another date than its file. */
    misdated: boolean().notNull().default(false),
    /** How many entries we had written for this account when the bank was asked; null in a file's row. */
    ourSequence: wholeNumber(),
    raw: text(),
  },
  (table) => [
    primaryKey({ columns: [table.businessDate, table.rowNumber] }),
    index().on(table.businessDate, table.userNo),
  ],
);

/** What was still frozen when a date ended, freeze by freeze: the bank's PRETRANSACTION file, or its answers. */
export const freezeRow = pgTable(
  'freeze_row',
  {
    businessDate: businessDay().notNull(),
    rowNumber: integer().notNull(),
    requestNo: text().notNull(),
    userNo: text().notNull(),
    bizType: text().notNull(),
    projectNo: text(),
    frozenFen: wholeNumber().notNull(),
    usedFen: wholeNumber().notNull(),
    cancelledFen: wholeNumber().notNull(),
    misdated: boolean().notNull().default(false),
    raw: text(),
  },
  (table) => [
    primaryKey({ columns: [table.businessDate, table.rowNumber] }),
    index().on(table.businessDate, table.requestNo),
  ],
);

/** ACCOUNT and CORE: sums of a kind of account · CHANNEL: what one channel paid · RECHARGE: one it has not paid for. */
export type SummaryKind = 'ACCOUNT' | 'CORE' | 'CHANNEL' | 'RECHARGE';

/** The bank's sums of a date: its SUMMARY file. */
export const summaryRow = pgTable(
  'summary_row',
  {
    businessDate: businessDay().notNull(),
    rowNumber: integer().notNull(),
    kind: word<SummaryKind>().notNull(),
    /** A role, a channel, or the requestNo of a recharge. */
    name: text().notNull(),
    openingFen: wholeNumber(),
    cameFen: wholeNumber(),
    wentFen: wholeNumber(),
    closingFen: wholeNumber(),
    dueFen: wholeNumber(),
    receivedFen: wholeNumber(),
    misdated: boolean().notNull().default(false),
    raw: text(),
  },
  (table) => [primaryKey({ columns: [table.businessDate, table.rowNumber] })],
);

/**
 * What an account that moved on a date held when it ended, as the check of in and out found it: the next day begins
 * with it, so that a past day cannot be changed unseen. Recorded anew when the day is checked again.
 */
export const accountDay = pgTable(
  'account_day',
  {
    accountId: id()
      .notNull()
      .references(() => account.id),
    businessDate: businessDay().notNull(),
    openingFen: wholeNumber().notNull(),
    cameFen: wholeNumber().notNull(),
    wentFen: wholeNumber().notNull(),
    closingFen: wholeNumber().notNull(),
    /** The newest entry there was: one of that date or before with a higher number came in later. */
    through: wholeNumber().notNull(),
    recordedAt: instant().notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.businessDate] }), index().on(table.businessDate)],
);

export type ReconciliationState = 'green' | 'red' | 'signed' | 'incomplete';

/** What the checks of a business date came to as a whole. */
export const reconciliation = pgTable('reconciliation', {
  businessDate: businessDay().primaryKey(),
  state: word<ReconciliationState>().notNull(),
  finishedAt: instant().notNull(),
});

/** The six checks of domain.md section 7, in their order. */
export type CheckName =
  | 'line-by-line'
  | 'total-to-total'
  | 'total-to-detail'
  | 'in-and-out'
  | 'summary-and-detail'
  | 'money-and-information';
export type CheckState = 'green' | 'red' | 'not-offered';

export const checkResult = pgTable(
  'check_result',
  {
    businessDate: businessDay().notNull(),
    check: word<CheckName>().notNull(),
    state: word<CheckState>().notNull(),
    leftFen: wholeNumber().notNull(),
    rightFen: wholeNumber().notNull(),
    compared: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.businessDate, table.check] })],
);

export type BreakKind =
  | 'missing-here'
  | 'missing-there'
  | 'amount'
  | 'user'
  | 'status'
  | 'duplicate'
  | 'wrong-day'
  | 'float-not-settled'
  | 'balance'
  | 'total'
  | 'balance-not-entries'
  | 'claim-not-principal'
  | 'freeze-without-bid'
  | 'bid-without-freeze'
  | 'owed-not-due';
export type BreakState = 'found' | 'explained' | 'proposed' | 'approved' | 'resolved';

/** Where the evidence of a break lies: each null when there is none of its sort. */
export const breakLinks = {
  instructionId: id(),
  journalId: id(),
  accountId: id(),
  loanId: id(),
  bidId: id(),
  file: word<CheckFileName | ExtensionFileName>(),
  rowNumber: integer(),
};

/** One difference that a check found: both values, the most probable cause in words, and where the evidence lies. */
export const reconciliationBreak = pgTable(
  'reconciliation_break',
  {
    id: id().primaryKey(),
    businessDate: businessDay().notNull(),
    check: word<CheckName>().notNull(),
    kind: word<BreakKind>().notNull(),
    object: text().notNull(),
    ours: text(),
    theirs: text(),
    /** Both values as numbers, where the break is about money. */
    ourFen: wholeNumber(),
    theirFen: wholeNumber(),
    cause: text().notNull(),
    ...breakLinks,
    state: word<BreakState>().notNull(),
    foundAt: instant().notNull(),
    resolvedAt: instant(),
  },
  (table) => [index().on(table.businessDate), index().on(table.state)],
);

/** How a break is put right (domain.md, section 7). */
export type CorrectionKind =
  | 'ask-again'
  | 'conclude'
  | 'reverse'
  | 'rebuild'
  | 'suspense'
  | 'file-again'
  | 'cancel-freeze'
  | 'fail-bid'
  | 'freeze-anew'
  | 'sign-off';
export type CorrectionState = 'proposed' | 'made' | 'approved' | 'applied' | 'failed' | 'rejected';

/** A correction of one break: proposed by the program or by a maker, accepted by a maker, approved by another. */
export const correction = pgTable(
  'correction',
  {
    id: id().primaryKey(),
    breakId: id()
      .notNull()
      .references(() => reconciliationBreak.id),
    businessDate: businessDay().notNull(),
    kind: word<CorrectionKind>().notNull(),
    /** What exactly is to be done: ids and amounts as text; never personal data. */
    details: document<Readonly<Record<string, string | number | null>>>().notNull().default(sql`'{}'::jsonb`),
    state: word<CorrectionState>().notNull(),
    reason: text(),
    proposedAt: instant().notNull(),
    makerId: id(),
    madeAt: instant(),
    checkerId: id(),
    checkedAt: instant(),
    /** Its effect stands in the books, or at the bank; the re-run of the check decides whether it was the right one. */
    appliedAt: instant(),
    /** When it was last tried, machine clock: what could not be applied is tried again after a pause. */
    triedAt: instant(),
    /** What the re-run of the check said afterwards, or why it could not be applied. */
    result: text(),
  },
  (table) => [
    check('correction_by_two', sql`${table.checkerId} is null or ${table.checkerId} <> ${table.makerId}`),
    check(
      'correction_approved_by_somebody',
      sql`${table.state} not in ('approved', 'applied') or ${table.checkerId} is not null`,
    ),
    index().on(table.breakId),
    index().on(table.businessDate),
    index().on(table.state),
  ],
);

export type SuspenseState = 'open' | 'clearing' | 'cleared';

/** Money in the suspense account that a correction could not give to anybody, until two people clear it. */
export const suspenseItem = pgTable(
  'suspense_item',
  {
    id: id().primaryKey(),
    correctionId: id()
      .notNull()
      .references(() => correction.id),
    breakId: id()
      .notNull()
      .references(() => reconciliationBreak.id),
    /** The posting that brought it there. */
    journalId: id().notNull(),
    /** What the suspense account holds of it: below zero where an account lacked money. */
    amountFen: wholeNumber().notNull(),
    businessDate: businessDay().notNull(),
    reason: text().notNull(),
    openedAt: instant().notNull(),
    state: word<SuspenseState>().notNull(),
    /** To which account a maker wants it cleared, and why. */
    targetAccountId: id(),
    clearingReason: text(),
    makerId: id(),
    madeAt: instant(),
    checkerId: id(),
    checkedAt: instant(),
    /** The posting that cleared it. */
    clearedJournalId: id(),
  },
  (table) => [
    check('suspense_by_two', sql`${table.checkerId} is null or ${table.checkerId} <> ${table.makerId}`),
    check(
      'suspense_cleared_by_two',
      sql`${table.state} <> 'cleared' or (${table.makerId} is not null and ${table.checkerId} is not null)`,
    ),
    index().on(table.state),
    index().on(table.correctionId),
  ],
);

export type ReleaseState = 'asked' | 'released' | 'refused';

/** Two people let the payouts of a red day go, with a reason. */
export const dayRelease = pgTable(
  'day_release',
  {
    id: id().primaryKey(),
    businessDate: businessDay().notNull(),
    state: word<ReleaseState>().notNull(),
    reason: text().notNull(),
    makerId: id().notNull(),
    madeAt: instant().notNull(),
    checkerId: id(),
    checkedAt: instant(),
  },
  (table) => [
    check('day_release_by_two', sql`${table.checkerId} is null or ${table.checkerId} <> ${table.makerId}`),
    check('day_released_by_somebody', sql`${table.state} <> 'released' or ${table.checkerId} is not null`),
    index().on(table.businessDate),
  ],
);

/** The signed statement of a day. Append-only: a day that was certified again gets a further version. */
export const certificate = pgTable(
  'certificate',
  {
    businessDate: businessDay().notNull(),
    version: integer().notNull(),
    /** Canonical JSON exactly as it was hashed. */
    body: text().notNull(),
    /** SHA-256 of `body`, hexadecimal. */
    hash: text().notNull(),
    /** Hash of the certificate before it in the chain; 64 zeros for the first. Unique: the chain has no fork. */
    previousHash: text().notNull(),
    issuedAt: instant().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.businessDate, table.version] }),
    unique('certificate_chain').on(table.hash),
    unique('certificate_follows_one').on(table.previousHash),
  ],
);
