import type { CorrectionKind, correction, reconciliationBreak } from '#db/schema/reconciliation.ts';
import type { Transaction } from '#db/transaction.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { SystemActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import type { Verdict } from '../custody/verdict.ts';
import type { Evidence } from './evidence.ts';

export type Correction = typeof correction.$inferSelect;
export type FoundBreak = typeof reconciliationBreak.$inferSelect;
/** What exactly a correction does: ids and amounts as text. */
export type Details = Correction['details'];

/** What a correction has begun at the bank; nothing for one whose effect stands with its transaction. */
export type Begun = Readonly<{ instructionId: Uuid }> | undefined;

export type Applying = Readonly<{
  correction: Correction;
  found: FoundBreak;
  evidence: Evidence;
  /** What the bank has said ahead of it. */
  said: Verdict | undefined;
}>;

/** One way of putting a break right. */
export type Remedy = Readonly<{
  /** What it would do about this break, or undefined where it does not fit. */
  prepare: (tx: Transaction, found: FoundBreak, evidence: Evidence) => Promise<Details | undefined>;
  /** Asks the bank before the books are touched, outside of any transaction. */
  ahead?: (ctx: DomainContext<SystemActor>, evidence: Evidence) => Promise<Verdict | undefined>;
  /**
   * Its effect, in the transaction that writes it down as done.
   * @throws DomainError CONFLICT where the evidence is no longer what it was
   */
  act: (tx: Transaction, ctx: DomainContext<SystemActor>, applying: Applying) => Promise<Begun>;
}>;

export type Remedies = Readonly<Record<CorrectionKind, Remedy>>;
