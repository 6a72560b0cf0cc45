import { eq } from 'drizzle-orm';
import { account } from '#db/schema/accounts.ts';
import type { ProjectStatus } from '#db/schema/loans.ts';
import type { product, RepaymentKind } from '#db/schema/products.ts';
import type { Transaction } from '#db/transaction.ts';
import { addMonths, daysBetween } from '#server/primitives/calendar.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { toDecimalText } from '#server/primitives/money.ts';
import type { DomainContext } from '../context.ts';
import { enqueue } from '../custody/enqueue.ts';
import { newRequestNo } from '../custody/request-no.ts';
import type { Loan } from './move-loan.ts';

type Product = typeof product.$inferSelect;

const REPAYMENT_WAYS: Record<RepaymentKind, string> = {
  'equal-instalment': 'FIXED_PAYMENT_MORTGAGE',
  'equal-principal': 'FIXED_BASIS_MORTGAGE',
  'interest-first': 'FIRSEINTREST_LASTPRICIPAL',
  bullet: 'ONE_TIME_SERVICING',
};

/** The wire's yearly rate is a fraction: 0.12 for 12 %. */
const rateText = (ppm: number): string => {
  const digits = String(ppm).padStart(7, '0');
  return `${digits.slice(0, -6)}.${digits.slice(-6).replace(/0{1,4}$/, '')}`;
};

/** Announces a loan to the bank as a project. @returns the instruction's id */
export async function establishProject(tx: Transaction, ctx: DomainContext, loan: Loan, sold: Product): Promise<Uuid> {
  const [borrower] = await tx
    .select({ platformUserNo: account.platformUserNo })
    .from(account)
    .where(eq(account.id, loan.borrowerAccountId));
  const days =
    sold.termUnit === 'day' ? loan.term : daysBetween(ctx.businessDate, addMonths(ctx.businessDate, loan.term));
  return enqueue(tx, ctx, {
    kind: 'register-project',
    service: 'ESTABLISH_PROJECT',
    channel: 'direct',
    requestNo: newRequestNo(ctx),
    loanId: loan.id,
    accountId: loan.borrowerAccountId,
    reqData: {
      platformUserNo: borrower?.platformUserNo,
      projectNo: loan.projectNo,
      projectAmount: toDecimalText(loan.amount),
      projectName: loan.title,
      projectType: 'STANDARDPOWDER',
      projectPeriod: String(days),
      annnualInterestRate: rateText(loan.ratePpm),
      repaymentWay: REPAYMENT_WAYS[sold.repaymentKind],
      projectDescription: loan.purpose,
    },
  });
}

/** Tells the bank that the project goes on: REPAYING, FINISH or MISCARRY. @returns the instruction's id */
export function advanceProject(
  tx: Transaction,
  ctx: DomainContext,
  loan: Pick<Loan, 'id' | 'projectNo'>,
  status: ProjectStatus,
): Promise<Uuid> {
  return enqueue(tx, ctx, {
    kind: 'advance-project',
    service: 'MODIFY_PROJECT',
    channel: 'direct',
    requestNo: newRequestNo(ctx),
    loanId: loan.id,
    subject: { status },
    sentBy: 'worker',
    reqData: { projectNo: loan.projectNo, status },
  });
}
