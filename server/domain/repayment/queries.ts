import { and, asc, desc, eq, gt, isNotNull, lt, lte, notInArray, type SQL, sql } from 'drizzle-orm';
import { loan } from '#db/schema/loans.ts';
import { product } from '#db/schema/products.ts';
import { claim, collection, instalment, receipt } from '#db/schema/repayments.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';
import { divideHalfEven } from '#server/primitives/division.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { fen, type Money } from '#server/primitives/money.ts';
import { shareOf } from '#server/primitives/rate.ts';
import type { InvestorActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import { owedOf, totalOf } from './owed.ts';

const money = (text: SQL) => sql`${text}`.mapWith((value: string | number): Money => fen(BigInt(value)));

/** The schedule of a settled loan with what has become of each row, by due date. Empty before the settlement. */
export function instalmentsOfLoan(ctx: Pick<DomainContext, 'db'>, loanId: Uuid) {
  return ctx.db
    .select({
      number: instalment.number,
      kind: instalment.kind,
      dueOn: instalment.dueOn,
      periodEndsOn: instalment.periodEndsOn,
      principal: instalment.principal,
      interest: instalment.interest,
      fee: instalment.fee,
      /** What the borrower has paid himself, to the investors or back to whoever paid in his place. */
      paid: money(sql`${instalment.principalPaid} + ${instalment.principalRecovered} + ${instalment.interestPaid}
        + ${instalment.interestRecovered} + ${instalment.feePaid}`),
      penaltyPaid: money(sql`${instalment.penaltyPaid} + ${instalment.penaltyRecovered}`),
      state: instalment.state,
      overdueOn: instalment.overdueOn,
      compensatedOn: instalment.compensatedOn,
      paidAt: instalment.paidAt,
      paidOn: instalment.paidOn,
    })
    .from(instalment)
    .where(eq(instalment.loanId, loanId))
    .orderBy(asc(instalment.dueOn), asc(instalment.number));
}

const received = (columns: SQL) =>
  money(sql`(select coalesce(sum(${columns}), 0) from ${receipt} r
    where r.loan_id = ${claim.loanId} and r.claim_id = ${claim.id} and r.paid_at is not null)`);

/** The alias i of an instalment of which its investors are still to be paid something, by whomever. */
const owing = sql`i.loan_id = ${claim.loanId} and i.state not in ('paid', 'recovered', 'written-off')
  and i.principal - i.principal_paid - i.principal_compensated
    + i.interest - i.interest_paid - i.interest_compensated > 0`;
const nextDueOn = sql<PlainDate | null>`(select min(i.due_on)::text from ${instalment} i where ${owing})`;
/** Since when its investors have been waiting: the due date of the oldest late instalment that nobody has paid. */
const lateSince = sql<PlainDate | null>`(select min(i.due_on)::text from ${instalment} i
  where ${owing} and i.overdue_on is not null)`;

/** The investor's shares in loans, newest first, with what each has brought so far. */
export async function claimsOfInvestor(ctx: DomainContext<InvestorActor>) {
  const { accountId } = ctx.actor;
  if (!accountId) return [];
  return ctx.db
    .select({
      claimId: claim.id,
      loanId: claim.loanId,
      loanNumber: loan.number,
      title: loan.title,
      loanState: loan.state,
      grade: loan.grade,
      ratePpm: loan.ratePpm,
      term: loan.term,
      termUnit: product.termUnit,
      repaymentKind: product.repaymentKind,
      valueDate: loan.valueDate,
      stake: claim.stake,
      outstanding: claim.outstanding,
      receivedPrincipal: received(sql`r.principal`),
      receivedInterest: received(sql`r.interest`),
      /** Penalties, and the investor's part of fees for paying early. */
      receivedBeside: received(sql`r.penalty + r.fee`),
      paidFees: received(sql`r.service_fee`),
      nextDueOn,
      lateSince,
      createdAt: claim.createdAt,
    })
    .from(claim)
    .innerJoin(loan, eq(loan.id, claim.loanId))
    .innerJoin(product, eq(product.id, loan.productId))
    .where(eq(claim.investorAccountId, accountId))
    .orderBy(desc(claim.id));
}

/** What the investor has been paid, newest first; `before` is the paidAt of the last row above. */
export async function receiptsOfInvestor(
  ctx: DomainContext<InvestorActor>,
  page: { limit: number; before?: Date; loanId?: Uuid },
) {
  const { accountId } = ctx.actor;
  if (!accountId) return [];
  return ctx.db
    .select({
      loanId: receipt.loanId,
      claimId: receipt.claimId,
      collectionId: receipt.collectionId,
      loanNumber: loan.number,
      title: loan.title,
      instalmentNumber: receipt.instalmentNumber,
      /** What it was paid for: `compensation` when somebody paid in the borrower's place. */
      kind: collection.kind,
      principal: receipt.principal,
      interest: receipt.interest,
      penalty: receipt.penalty,
      fee: receipt.fee,
      serviceFee: receipt.serviceFee,
      paidAt: receipt.paidAt,
      businessDate: receipt.businessDate,
    })
    .from(receipt)
    .innerJoin(loan, eq(loan.id, receipt.loanId))
    .innerJoin(collection, and(eq(collection.loanId, receipt.loanId), eq(collection.id, receipt.collectionId)))
    .where(
      and(
        eq(receipt.investorAccountId, accountId),
        isNotNull(receipt.paidAt),
        sql`${receipt.principal} + ${receipt.interest} + ${receipt.penalty} + ${receipt.fee} > 0`,
        page.loanId && eq(receipt.loanId, page.loanId),
        page.before && lt(receipt.paidAt, page.before),
      ),
    )
    .orderBy(desc(receipt.paidAt), desc(receipt.loanId), desc(receipt.instalmentNumber))
    .limit(page.limit);
}

/**
 * What the investor may expect of instalments up to a day, in the order of their due dates: his exact share of what is
 * owed to the investors of each, penalties so far in, half-even; on the day itself the fen left over decide, so a row
 * may differ from it by a fen. What has been written off is not expected.
 */
export async function upcomingReceipts(ctx: DomainContext<InvestorActor>, { until }: { until: PlainDate }) {
  const { accountId } = ctx.actor;
  if (!accountId) return [];
  const rows = await ctx.db
    .select({
      loanId: claim.loanId,
      claimId: claim.id,
      loanNumber: loan.number,
      title: loan.title,
      instalmentNumber: instalment.number,
      dueOn: instalment.dueOn,
      state: instalment.state,
      stake: claim.stake,
      amount: loan.amount,
      row: instalment,
      penaltyPpmPerDay: product.penaltyPpmPerDay,
      serviceFeePpm: product.serviceFeePpm,
    })
    .from(claim)
    .innerJoin(loan, eq(loan.id, claim.loanId))
    .innerJoin(product, eq(product.id, loan.productId))
    .innerJoin(instalment, eq(instalment.loanId, claim.loanId))
    .where(
      and(
        eq(claim.investorAccountId, accountId),
        gt(claim.outstanding, fen(0n)),
        notInArray(instalment.state, ['paid', 'recovered', 'written-off']),
        lte(instalment.dueOn, until),
      ),
    )
    .orderBy(asc(instalment.dueOn), asc(claim.loanId), asc(claim.id));
  return rows.flatMap(({ stake, amount, row, penaltyPpmPerDay, serviceFeePpm, ...about }) => {
    const { investors } = owedOf(row, penaltyPpmPerDay);
    if (totalOf(investors) === 0n) return [];
    const share = (component: Money): Money => fen(divideHalfEven(component * stake, amount));
    const expected = {
      principal: share(investors.principal),
      interest: share(investors.interest),
      penalty: share(investors.penalty),
    };
    return [{ ...about, ...expected, serviceFee: shareOf(expected.interest, serviceFeePpm) }];
  });
}
