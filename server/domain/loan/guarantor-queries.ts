import { and, asc, desc, eq, isNotNull, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { account } from '#db/schema/accounts.ts';
import { loan } from '#db/schema/loans.ts';
import { enterprise, guarantor, member } from '#db/schema/people.ts';
import { greater, minus, ZERO } from '#server/primitives/money.ts';
import type { AdminActor, GuarantorActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import { guaranteedOpen, guarantorPaid, guarantorRecovered, openExposureOf } from './guarantor-exposure.ts';

const exposure = openExposureOf(sql`guarantor.enterprise_id`);

/** How the platform trusts the actor's enterprise, and how much of the limit is taken; undefined before anybody proposed it. */
export async function ownGuarantee(ctx: DomainContext<GuarantorActor>) {
  const { enterpriseId } = ctx.actor;
  if (!enterpriseId) return undefined;
  const [row] = await ctx.db
    .select({ state: guarantor.state, exposureLimit: guarantor.exposureLimit, exposure })
    .from(guarantor)
    .where(eq(guarantor.enterpriseId, enterpriseId));
  return row;
}

const l = alias(loan, 'l');

/** The loans that the actor stands for, newest first: what it may still have to pay, has paid and got back of each. */
export async function guaranteedLoans(ctx: DomainContext<GuarantorActor>) {
  const { enterpriseId } = ctx.actor;
  if (!enterpriseId) return [];
  return ctx.db
    .select({
      loanId: l.id,
      number: l.number,
      title: l.title,
      state: l.state,
      amount: l.amount,
      open: guaranteedOpen,
      paid: guarantorPaid,
      recovered: guarantorRecovered,
    })
    .from(l)
    .where(eq(l.guarantorId, enterpriseId))
    .orderBy(desc(l.id));
}

/** Every enterprise with a guarantor's account, proposed or not, with who decided what. */
export async function guarantorsForStaff(ctx: DomainContext<AdminActor>) {
  const [proposer, decider] = [alias(member, 'proposer'), alias(member, 'decider')];
  const rows = await ctx.db
    .select({
      enterpriseId: enterprise.id,
      name: enterprise.name,
      maskedCode: enterprise.maskedCode,
      accountState: account.state,
      state: guarantor.state,
      exposureLimit: guarantor.exposureLimit,
      exposure: openExposureOf(sql`enterprise.id`),
      proposedBy: guarantor.proposedBy,
      proposer: proposer.displayName,
      decider: decider.displayName,
      proposedAt: guarantor.proposedAt,
      decidedAt: guarantor.decidedAt,
    })
    .from(account)
    .innerJoin(enterprise, eq(enterprise.id, account.enterpriseId))
    .leftJoin(guarantor, eq(guarantor.enterpriseId, enterprise.id))
    .leftJoin(proposer, eq(proposer.id, guarantor.proposedBy))
    .leftJoin(decider, eq(decider.id, guarantor.decidedBy))
    .where(and(eq(account.role, 'GUARANTEECORP'), isNotNull(account.activatedAt)))
    .orderBy(asc(enterprise.name), asc(enterprise.id));
  /** Who proposed it does not decide on it. */
  return rows.map(({ proposedBy, ...row }) => ({ ...row, isOwnProposal: proposedBy === ctx.actor.memberId }));
}

/** The guarantors that may stand for a loan, with the room that each has left. */
export async function guarantorsOnOffer(ctx: Pick<DomainContext, 'db'>) {
  const rows = await ctx.db
    .select({
      enterpriseId: enterprise.id,
      name: enterprise.name,
      exposureLimit: guarantor.exposureLimit,
      exposure,
    })
    .from(guarantor)
    .innerJoin(enterprise, eq(enterprise.id, guarantor.enterpriseId))
    .where(sql`${guarantor.state} = 'active'`)
    .orderBy(asc(enterprise.name), asc(enterprise.id));
  return rows.map(({ exposureLimit, exposure: taken, ...row }) => ({
    ...row,
    room: greater(ZERO, minus(exposureLimit, taken)),
  }));
}
