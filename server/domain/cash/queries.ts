import { and, desc, eq, lt } from 'drizzle-orm';
import { account, authorisation, entry, journal } from '#db/schema/accounts.ts';
import { instruction } from '#db/schema/custody.ts';
import { enterprise, person } from '#db/schema/people.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { CustomerActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import { spendableOf } from '../ledger/balances.ts';
import { CUSTODY_ROLES } from './opening-account.ts';
import { statementLine } from './statement-line.ts';

type Customer = Pick<DomainContext<CustomerActor>, 'db' | 'actor'>;

/**
 * The actor's account with its balances, authorisations and masked holder; undefined before it is begun. `state` is
 * `opening` until the bank has opened it, and `lastOpening` the newest try: `accepted` while the bank's clerk audits
 * an enterprise, `failed` with BACK or REFUSED and his words when he said no.
 */
export async function accountOverview(ctx: Customer) {
  const [row] = await ctx.db
    .select({
      id: account.id,
      role: account.role,
      state: account.state,
      platformUserNo: account.platformUserNo,
      available: account.available,
      frozen: account.frozen,
      withdrawing: account.withdrawing,
      reserved: account.reserved,
      owed: account.owed,
      cardLastFour: account.cardLastFour,
      bankCode: account.bankCode,
      activatedAt: account.activatedAt,
      maskedName: person.maskedName,
      maskedPhone: person.maskedPhone,
      /** Null for a person's account; else maskedName is the legal representative's. */
      enterpriseId: account.enterpriseId,
      enterpriseName: enterprise.name,
      maskedCode: enterprise.maskedCode,
    })
    .from(account)
    .leftJoin(person, eq(person.id, account.personId))
    .leftJoin(enterprise, eq(enterprise.id, account.enterpriseId))
    .where(and(eq(account.memberId, ctx.actor.memberId), eq(account.role, CUSTODY_ROLES[ctx.actor.kind].role)));
  if (!row) return undefined;
  const authorisations = await ctx.db
    .select({ kind: authorisation.kind, amountLimit: authorisation.amountLimit, expiresOn: authorisation.expiresOn })
    .from(authorisation)
    .where(eq(authorisation.accountId, row.id));
  const [lastOpening] = await ctx.db
    .select({
      instructionId: instruction.id,
      state: instruction.state,
      errorCode: instruction.errorCode,
      errorMessage: instruction.errorMessage,
    })
    .from(instruction)
    .where(and(eq(instruction.accountId, row.id), eq(instruction.kind, 'open-account')))
    .orderBy(desc(instruction.createdAt), desc(instruction.id))
    .limit(1);
  return {
    ...row,
    /** available − reserved − owed: what a bid may take. */
    spendable: spendableOf(row),
    authorisations,
    lastOpening,
  };
}

/** The lines of the actor's account, newest first; `before` is the last `sequence` of the page above. */
export async function statement(ctx: Customer, page: { limit: number; before?: bigint }) {
  if (!ctx.actor.accountId) return [];
  return ctx.db
    .select(statementLine)
    .from(entry)
    .innerJoin(journal, eq(journal.id, entry.journalId))
    .leftJoin(instruction, eq(instruction.id, journal.instructionId))
    .where(
      and(
        eq(entry.accountId, ctx.actor.accountId),
        page.before === undefined ? undefined : lt(entry.sequence, page.before),
      ),
    )
    .orderBy(desc(entry.sequence))
    .limit(page.limit);
}

const progress = {
  instructionId: instruction.id,
  requestNo: instruction.requestNo,
  kind: instruction.kind,
  /** Of a bid that is frozen by password. */
  loanId: instruction.loanId,
  state: instruction.state,
  /** The amount of a recharge as decimal text. */
  subject: instruction.subject,
  errorCode: instruction.errorCode,
  errorMessage: instruction.errorMessage,
  expiresAt: instruction.expiresAt,
  transactionAt: instruction.transactionAt,
  createdAt: instruction.createdAt,
};

/**
 * How something the actor began at the bank stands, found by its id or by the requestNo that the browser comes back
 * with.
 * @throws DomainError NOT_FOUND for anything that is not the actor's own
 */
export async function gatewayProgress(ctx: Customer, reference: Uuid | { requestNo: string }) {
  const [row] = await ctx.db
    .select(progress)
    .from(instruction)
    .innerJoin(account, eq(account.id, instruction.accountId))
    .where(
      and(
        typeof reference === 'string' ? eq(instruction.id, reference) : eq(instruction.requestNo, reference.requestNo),
        eq(account.memberId, ctx.actor.memberId),
      ),
    );
  if (!row) throw new DomainError('NOT_FOUND', 'no such request');
  return row;
}

/** The actor's recharges, newest first, whatever came of them; `reversedAt` when the channel took one back. */
export async function rechargesOf(ctx: Customer, limit: number) {
  if (!ctx.actor.accountId) return [];
  return ctx.db
    .select({ ...progress, reversedAt: journal.occurredAt })
    .from(instruction)
    .leftJoin(journal, and(eq(journal.instructionId, instruction.id), eq(journal.kind, 'RECHARGE_REVERSED')))
    .where(and(eq(instruction.accountId, ctx.actor.accountId), eq(instruction.kind, 'recharge')))
    .orderBy(desc(instruction.createdAt), desc(instruction.id))
    .limit(limit);
}
