import { and, asc, desc, eq, gt, isNotNull, lt, lte, ne, sql } from 'drizzle-orm';
import { loan } from '#db/schema/loans.ts';
import { product } from '#db/schema/products.ts';
import { claim, instalment, receipt } from '#db/schema/repayments.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';
import { divideHalfEven } from '#server/primitives/division.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { fen, type Money } from '#server/primitives/money.ts';
import { shareOf } from '#server/primitives/rate.ts';
import type { InvestorActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';

/** The schedule of a settled loan with what has become of each row, in order. Empty before the settlement. */
export function instalmentsOfLoan(ctx: Pick<DomainContext, 'db'>, loanId: Uuid) {
  return ctx.db
    .select({
      number: instalment.number,
      dueOn: instalment.dueOn,
      principal: instalment.principal,
      interest: instalment.interest,
      state: instalment.state,
      overdueOn: instalment.overdueOn,
      paidAt: instalment.paidAt,
      paidOn: instalment.paidOn,
    })
    .from(instalment)
    .where(eq(instalment.loanId, loanId))
    .orderBy(asc(instalment.number));
}

const received = (column: 'principal' | 'interest' | 'service_fee') =>
  sql`(select coalesce(sum(r.${sql.raw(column)}), 0) from ${receipt} r
    where r.loan_id = ${claim.loanId} and r.claim_id = ${claim.id} and r.paid_at is not null)`.mapWith(
    (value: string): Money => fen(BigInt(value)),
  );
const nextDueOn = sql<PlainDate | null>`(select min(i.due_on)::text from ${instalment} i
  where i.loan_id = ${claim.loanId} and i.state <> 'paid')`;

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
      receivedPrincipal: received('principal'),
      receivedInterest: received('interest'),
      paidFees: received('service_fee'),
      nextDueOn,
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
      principal: receipt.principal,
      interest: receipt.interest,
      serviceFee: receipt.serviceFee,
      paidAt: receipt.paidAt,
      businessDate: receipt.businessDate,
    })
    .from(receipt)
    .innerJoin(loan, eq(loan.id, receipt.loanId))
    .where(
      and(
        eq(receipt.investorAccountId, accountId),
        isNotNull(receipt.paidAt),
        page.loanId && eq(receipt.loanId, page.loanId),
        page.before && lt(receipt.paidAt, page.before),
      ),
    )
    .orderBy(desc(receipt.paidAt), desc(receipt.loanId), desc(receipt.instalmentNumber))
    .limit(page.limit);
}

/**
 * What the investor may expect of unpaid instalments up to a day, in the order of their due dates: his exact share,
 * half-even; on the day itself the fen left over decide, so a row may differ from it by a fen.
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
      principal: instalment.principal,
      interest: instalment.interest,
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
        ne(instalment.state, 'paid'),
        lte(instalment.dueOn, until),
      ),
    )
    .orderBy(asc(instalment.dueOn), asc(claim.loanId), asc(claim.id));
  return rows.map(({ stake, amount, principal, interest, serviceFeePpm, ...row }) => {
    const share = (component: Money): Money => fen(divideHalfEven(component * stake, amount));
    const expected = { principal: share(principal), interest: share(interest) };
    return { ...row, ...expected, serviceFee: shareOf(expected.interest, serviceFeePpm) };
  });
}
