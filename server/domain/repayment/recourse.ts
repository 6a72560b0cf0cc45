import { and, asc, desc, eq, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { account } from '#db/schema/accounts.ts';
import { loan } from '#db/schema/loans.ts';
import { enterprise, member } from '#db/schema/people.ts';
import { product } from '#db/schema/products.ts';
import { collection, instalment } from '#db/schema/repayments.ts';
import { writeOff } from '#db/schema/write-offs.ts';
import { daysBetween, type PlainDate } from '#server/primitives/calendar.ts';
import { fen, type Money } from '#server/primitives/money.ts';
import type { AdminActor, GuarantorActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import { owedOf } from './owed.ts';
import { WRITE_OFF_AFTER_DAYS } from './write-off-rules.ts';

const money = (value: string | number): Money => fen(BigInt(value));

/** The instalments that an account, or anybody, has paid in a borrower's place, the newest first. */
async function compensations(ctx: Pick<DomainContext, 'db'>, where: ReturnType<typeof sql>) {
  const rows = await ctx.db
    .select({
      row: instalment,
      loanNumber: loan.number,
      title: loan.title,
      payer: enterprise.name,
      penaltyPpmPerDay: product.penaltyPpmPerDay,
    })
    .from(instalment)
    .innerJoin(loan, eq(loan.id, instalment.loanId))
    .innerJoin(product, eq(product.id, loan.productId))
    .innerJoin(account, eq(account.id, instalment.compensatorAccountId))
    .leftJoin(enterprise, eq(enterprise.id, account.enterpriseId))
    .where(where)
    .orderBy(desc(instalment.compensatedOn), asc(loan.number), asc(instalment.number))
    .limit(500);
  return rows.map(({ row, loanNumber, title, payer, penaltyPpmPerDay }) => {
    const { penalty, interest, principal } = owedOf(row, penaltyPpmPerDay).compensator;
    return {
      loanId: row.loanId,
      loanNumber,
      title,
      number: row.number,
      kind: row.kind,
      state: row.state,
      /** The guarantor's name; null is the platform's risk reserve. */
      payer,
      paidOn: row.compensatedOn,
      paid: fen(row.principalCompensated + row.interestCompensated),
      recovered: fen(row.principalRecovered + row.interestRecovered),
      open: fen(principal + interest),
      penaltyRecovered: row.penaltyRecovered,
      penaltyOpen: penalty,
    };
  });
}

/** What was paid in borrowers' places, by whom, what came back of it, and what is open. */
export const recourseForStaff = (ctx: DomainContext<AdminActor>) => compensations(ctx, sql`true`);

/** What the actor's enterprise has paid in borrowers' places, and what came back. */
export async function recourseOfGuarantor(ctx: DomainContext<GuarantorActor>) {
  const { enterpriseId } = ctx.actor;
  return enterpriseId ? compensations(ctx, sql`${account.enterpriseId} = ${enterpriseId}`) : [];
}

/** Late instalments whose compensator has been asked and has not paid: how the last try ended. */
export async function failedCompensations(ctx: DomainContext<AdminActor>) {
  const later = alias(collection, 'later');
  return ctx.db
    .select({
      loanId: loan.id,
      loanNumber: loan.number,
      title: loan.title,
      amount: collection.amount,
      failure: collection.failure,
      triedAt: collection.endedAt,
      payer: enterprise.name,
    })
    .from(collection)
    .innerJoin(loan, eq(loan.id, collection.loanId))
    .innerJoin(account, eq(account.id, collection.payerAccountId))
    .leftJoin(enterprise, eq(enterprise.id, account.enterpriseId))
    .where(
      and(
        eq(collection.kind, 'compensation'),
        eq(collection.state, 'failed'),
        eq(loan.state, 'overdue'),
        sql`not exists (select 1 from ${collection} later where ${later.loanId} = ${collection.loanId}
          and ${later.kind} = 'compensation' and ${later.createdAt} > ${collection.createdAt})`,
      ),
    )
    .orderBy(desc(collection.endedAt), asc(collection.id));
}

/** Loans late for long enough to be written off, proposals that wait for a second person, and what was decided. */
export async function writeOffDesk(ctx: DomainContext<AdminActor>) {
  const [proposer, decider] = [alias(member, 'proposer'), alias(member, 'decider')];
  const dueOn = sql<PlainDate>`min(${instalment.dueOn})::text`;
  const missed = sql`${instalment.loanId} = ${loan.id} and ${instalment.overdueOn} is not null
    and ${instalment.state} not in ('paid', 'recovered')`;
  const owed = sql`sum(${instalment.principal} - ${instalment.principalPaid} - ${instalment.principalRecovered}
    + ${instalment.interest} - ${instalment.interestPaid} - ${instalment.interestRecovered})`;
  const [late, decisions] = await Promise.all([
    ctx.db
      .select({ loanId: loan.id, loanNumber: loan.number, title: loan.title, dueOn, owed: owed.mapWith(money) })
      .from(loan)
      .innerJoin(instalment, missed)
      .where(sql`${loan.state} = 'overdue' and not exists (select 1 from ${writeOff} w
        where w.loan_id = ${loan.id} and w.state = 'proposed')`)
      .groupBy(loan.id)
      .having(sql`min(${instalment.dueOn}) < ${ctx.businessDate}::date - ${WRITE_OFF_AFTER_DAYS}::integer`)
      .orderBy(asc(dueOn), asc(loan.id)),
    ctx.db
      .select({
        loanId: writeOff.loanId,
        id: writeOff.id,
        loanNumber: loan.number,
        title: loan.title,
        state: writeOff.state,
        reason: writeOff.reason,
        daysLate: writeOff.daysLate,
        owedToInvestors: writeOff.owedToInvestors,
        owedToCompensator: writeOff.owedToCompensator,
        proposedBy: writeOff.proposedBy,
        proposer: proposer.displayName,
        proposedAt: writeOff.proposedAt,
        decider: decider.displayName,
        decidedAt: writeOff.decidedAt,
      })
      .from(writeOff)
      .innerJoin(loan, eq(loan.id, writeOff.loanId))
      .leftJoin(proposer, eq(proposer.id, writeOff.proposedBy))
      .leftJoin(decider, eq(decider.id, writeOff.decidedBy))
      .orderBy(sql`${writeOff.state} <> 'proposed'`, desc(writeOff.proposedAt))
      .limit(200),
  ]);
  return {
    late: late.map((row) => ({ ...row, daysLate: daysBetween(row.dueOn, ctx.businessDate) })),
    decisions: decisions.map(({ proposedBy, ...row }) => ({ ...row, isOwn: proposedBy === ctx.actor.memberId })),
  };
}
