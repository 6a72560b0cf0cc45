import { sql } from 'drizzle-orm';
import { boolean, index, integer, pgTable, text } from 'drizzle-orm/pg-core';
import { businessDay, document, id, instant, sealed, wholeNumber, word } from '../columns.ts';

export type InstructionState = 'created' | 'sent' | 'unknown' | 'accepted' | 'succeeded' | 'failed';

/** What an instruction is for: the key under which its conclusion is found. */
export type InstructionKind =
  | 'open-account'
  | 'authorise'
  | 'recharge'
  | 'make-good'
  | 'freeze-receivable'
  | 'deduct-receivable'
  | 'return-to-reserve'
  | 'withdraw'
  | 'release-payout'
  | 'cancel-payout'
  | 'intercept-payout'
  | 'confirm-files'
  | 'register-project'
  | 'freeze-bid'
  | 'release-bid'
  | 'find-release'
  | 'bank-miscarriage'
  | 'settle-chunk'
  | 'fund-reserve'
  | 'advance-project'
  | 'freeze-collection'
  | 'release-collection'
  | 'distribute'
  | 'cancel-stray-freeze'
  | 'freeze-anew'
  | 'transfer-platform'
  | 'top-up';

export type Channel = 'direct' | 'gateway';

/** Everything said to the bank, and the outbox it is said from: claimed with a lease and a fencing number. */
export const instruction = pgTable(
  'instruction',
  {
    id: id().primaryKey(),
    /** requestNo on the wire; for ASYNC_TRANSACTION the bizDetail's. Unique through request_number. */
    requestNo: text().notNull(),
    service: text().notNull(),
    kind: word<InstructionKind>().notNull(),
    channel: word<Channel>().notNull(),
    state: word<InstructionState>().notNull(),
    reqData: sealed().notNull(),
    accountId: id(),
    loanId: id(),
    bidId: id(),
    /** Further ids the conclusion needs; never personal data. */
    subject: document<Readonly<Record<string, string | number | null>>>().notNull().default(sql`'{}'::jsonb`),
    attempts: integer().notNull().default(0),
    fence: wholeNumber().notNull().default(sql`0`),
    leaseUntil: instant(),
    nextAttemptAt: instant().notNull(),
    /** Business clock: a gateway page is refused by the bank after it. */
    expiresAt: instant(),
    sentAt: instant(),
    concludedAt: instant(),
    transactionAt: instant(),
    errorCode: text(),
    errorMessage: text(),
    businessDate: businessDay().notNull(),
    createdAt: instant().notNull(),
  },
  (table) => [
    index('instruction_outbox').on(table.nextAttemptAt).where(sql`state in ('created', 'sent', 'unknown', 'accepted')`),
    index().on(table.requestNo),
    index().on(table.loanId),
    index().on(table.accountId),
    index().on(table.createdAt),
  ],
);

/** The bank's numbering space: one row a number, written with its instruction. */
export const requestNumber = pgTable('request_number', {
  requestNo: text().primaryKey(),
  instructionId: id().notNull(),
});

/** Each notify that was taken, by the SHA-256 of its content: the second one changes nothing. */
export const notice = pgTable('notice', {
  digest: text().primaryKey(),
  service: text().notNull(),
  requestNo: text(),
  receivedAt: instant().notNull(),
});

/** A notify that was refused: forged, altered or unreadable. Shown to finance and counted by the metrics. */
export const refusedNotice = pgTable('refused_notice', {
  id: id().primaryKey(),
  reason: text().notNull(),
  service: text(),
  receivedAt: instant().notNull(),
});

/** One row: the business clock's offset from the machine, and whether dispatching rests while time travels. */
export const businessClock = pgTable('business_clock', {
  id: integer().primaryKey(),
  offsetMs: wholeNumber().notNull().default(sql`0`),
  travelling: boolean().notNull().default(false),
  changedAt: instant().notNull(),
});
