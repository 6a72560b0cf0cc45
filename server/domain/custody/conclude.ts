import type { instruction } from '#db/schema/custody.ts';
import type { Transaction } from '#db/transaction.ts';
import type { DomainContext } from '../context.ts';
import type { WireRecord } from './gateway.ts';

export type Instruction = typeof instruction.$inferSelect;

/** The bank's last word on an instruction. `at` is its transactionTime. */
export type Outcome =
  | { kind: 'succeeded'; at: Date; record: WireRecord }
  | { kind: 'failed'; errorCode: string; errorMessage: string };

/**
 * Applies an outcome to what the instruction was for, in the transaction that ends the instruction. Called once for
 * an instruction; must move state forward by conditional UPDATE and post the journal.
 */
export type Conclude = (
  tx: Transaction,
  ctx: DomainContext,
  instruction: Instruction,
  outcome: Outcome,
) => Promise<void>;

/**
 * Undoes what a concluded instruction has done, because the bank says that it did not happen after all. Once, whatever
 * the bank repeats. False for what is not to be undone: the word is recorded and moves nothing.
 */
export type TakeBack = (
  tx: Transaction,
  ctx: DomainContext,
  instruction: Instruction,
  record: WireRecord,
) => Promise<boolean>;

/**
 * Makes an instruction of something that the bank began by itself and tells of under a number of its own. Nothing for
 * what is not to be taken.
 */
export type Adopt = (
  tx: Transaction,
  ctx: DomainContext,
  service: string,
  record: WireRecord,
) => Promise<Instruction | undefined>;

/**
 * Takes what the bank tells of an instruction after its success, where that was not the end of the matter. Old and
 * repeated words change nothing.
 */
export type HearMore = (
  tx: Transaction,
  ctx: DomainContext,
  instruction: Instruction,
  record: WireRecord,
) => Promise<void>;
