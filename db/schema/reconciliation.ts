import { sql } from 'drizzle-orm';
import { check, index, integer, pgTable, primaryKey, text, unique } from 'drizzle-orm/pg-core';
import type { BREAK_KINDS, CHECK_NAMES, CORRECTION_KINDS } from '#server/primitives/break-words.ts';
import { businessDay, document, id, instant, wholeNumber, word } from '../columns.ts';
import type { ExtensionFileName } from './bank-files.ts';

export type CheckFileName = 'RECHARGE' | 'WITHDRAW' | 'TRANSACTION' | 'COMMISSION' | 'BACKROLL_RECHARGE';

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
  // No index by match key: a night reads all rows of a date and writes a million, and would pay for it twice.
  (table) => [primaryKey({ columns: [table.businessDate, table.file, table.rowNumber] })],
);

export type ReconciliationState = 'green' | 'red' | 'signed' | 'incomplete';

/** What the checks of a business date came to as a whole. */
export const reconciliation = pgTable('reconciliation', {
  businessDate: businessDay().primaryKey(),
  state: word<ReconciliationState>().notNull(),
  finishedAt: instant().notNull(),
});

/** The six checks of domain.md section 7, in their order. */
export type CheckName = (typeof CHECK_NAMES)[number];
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

export type BreakKind = (typeof BREAK_KINDS)[number];
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
export type CorrectionKind = (typeof CORRECTION_KINDS)[number];
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
