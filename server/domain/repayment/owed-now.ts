import { and, asc, eq, inArray } from 'drizzle-orm';
import { account } from '#db/schema/accounts.ts';
import { loan } from '#db/schema/loans.ts';
import { enterprise } from '#db/schema/people.ts';
import { product } from '#db/schema/products.ts';
import { type InstalmentState, instalment, penaltyDay } from '#db/schema/repayments.ts';
import { daysBetween, type PlainDate } from '#server/primitives/calendar.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { type Money, plus, sum, ZERO } from '#server/primitives/money.ts';
import type { BorrowerActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import { balancesOf } from '../ledger/balances.ts';
import { owedOf, type Parts, totalOwed } from './owed.ts';
import { type PenaltyDay, penaltyByDay } from './penalty-days.ts';

export type OwedRow = Parts &
  Readonly<{
    number: number;
    dueOn: PlainDate;
    state: InstalmentState;
    /** Days past the due date. */
    daysLate: number;
    /** Somebody has paid the investors in the borrower's place. */
    compensated: boolean;
    /** The guarantor who has; null where it was the risk reserve, or nobody. */
    compensator: string | null;
    total: Money;
    penaltyDays: PenaltyDay[];
  }>;

export type OwedNow = Readonly<{
  rows: OwedRow[];
  total: Money;
  /** What a payment may take of the borrower's account. */
  spendable: Money;
  /** Whether a payment may be any part of it, or only whole instalments. */
  partialPayments: boolean;
  penaltyPpmPerDay: number;
  graceDays: number;
  /** Money is on its way at the bank. */
  collecting: boolean;
}>;

async function ownLoan(ctx: DomainContext<BorrowerActor>, loanId: Uuid) {
  const [own] = await ctx.db
    .select({
      borrowerPersonId: loan.borrowerPersonId,
      borrowerAccountId: loan.borrowerAccountId,
      state: loan.state,
      partialPayments: product.partialPayments,
      penaltyPpmPerDay: product.penaltyPpmPerDay,
      graceDays: product.graceDays,
    })
    .from(loan)
    .innerJoin(product, eq(product.id, loan.productId))
    .where(eq(loan.id, loanId));
  if (!own || own.borrowerPersonId !== ctx.actor.personId) throw new DomainError('NOT_FOUND', 'no such loan');
  return { ...own, partialPayments: own.partialPayments || own.state === 'written-off' };
}

/**
 * What a borrower owes now and why: every instalment that has fallen due and is not wholly paid, the oldest first, by
 * its parts, with its penalty day by day.
 * @throws DomainError NOT_FOUND, also for another's loan
 */
export async function owedNow(ctx: DomainContext<BorrowerActor>, { loanId }: { loanId: Uuid }): Promise<OwedNow> {
  const { partialPayments, penaltyPpmPerDay, graceDays, borrowerAccountId } = await ownLoan(ctx, loanId);
  const open = inArray(instalment.state, ['due', 'collecting', 'overdue', 'compensated', 'written-off']);
  const [due, days, balances] = await Promise.all([
    ctx.db
      .select({ row: instalment, compensator: enterprise.name })
      .from(instalment)
      .leftJoin(account, eq(account.id, instalment.compensatorAccountId))
      .leftJoin(enterprise, eq(enterprise.id, account.enterpriseId))
      .where(and(eq(instalment.loanId, loanId), open))
      .orderBy(asc(instalment.dueOn), asc(instalment.number)),
    ctx.db.select().from(penaltyDay).where(eq(penaltyDay.loanId, loanId)).orderBy(asc(penaltyDay.day)),
    balancesOf(ctx.db, borrowerAccountId),
  ]);
  const rows = due.map(({ row, compensator: name }): OwedRow => {
    const { investors, compensator } = owedOf(row, penaltyPpmPerDay);
    return {
      number: row.number,
      dueOn: row.dueOn,
      state: row.state,
      daysLate: row.overdueOn ? daysBetween(row.dueOn, ctx.businessDate) : 0,
      compensated: row.compensatedOn !== null,
      compensator: name,
      penalty: plus(investors.penalty, compensator.penalty),
      fee: plus(investors.fee, compensator.fee),
      interest: plus(investors.interest, compensator.interest),
      principal: plus(investors.principal, compensator.principal),
      total: totalOwed(row, penaltyPpmPerDay),
      penaltyDays: penaltyByDay(
        days.filter(({ number }) => number === row.number),
        penaltyPpmPerDay,
      ),
    };
  });
  return {
    rows,
    total: sum(rows.map(({ total }) => total)),
    spendable: balances?.spendable ?? ZERO,
    collecting: due.some(({ row }) => row.state === 'collecting'),
    partialPayments,
    penaltyPpmPerDay,
    graceDays,
  };
}
