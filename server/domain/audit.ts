import { audit } from '#db/schema/operations.ts';
import type { Transaction } from '#db/transaction.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { DomainContext } from './context.ts';

export type AuditRecord = {
  verb: string;
  objectType: string;
  objectId: Uuid;
  fromState?: string | null;
  toState?: string | null;
  reason?: string;
  /** Amounts as decimal text, ids, codes; never personal data. */
  details?: Readonly<Record<string, string | number | boolean | null>>;
};

/** Writes who did what, inside the caller's transaction, so that no change is ever without its record. */
export async function recordAudit(tx: Transaction, ctx: DomainContext, record: AuditRecord): Promise<void> {
  await tx.insert(audit).values({
    id: ctx.newId(),
    at: ctx.now(),
    businessDate: ctx.businessDate,
    actorKind: ctx.actor.kind,
    actorId: ctx.actor.memberId,
    fromState: null,
    toState: null,
    ...record,
  });
}
