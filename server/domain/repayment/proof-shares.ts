import { and, asc, eq, sql } from 'drizzle-orm';
import { bid, loan } from '#db/schema/loans.ts';
import { person } from '#db/schema/people.ts';
import { claim, collection, receipt } from '#db/schema/repayments.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { DomainContext } from '../context.ts';
import { loanPage } from '../loan/queries.ts';
import { leftOverFen } from './left-over.ts';

/** Where a page ended: receipts are in the order of payment, row, claim, which is that of their key. */
export type ShareCursor = Readonly<{ number: number; claimId: Uuid; collectionId: Uuid }>;
export type ShareFilter = Readonly<{
  loanId: Uuid;
  /** One row of the loan; all of them when absent. */
  number?: number;
  /** One investor's receipts alone. */
  accountId?: Uuid;
  after?: ShareCursor;
  limit: number;
}>;

const columns = {
  number: receipt.instalmentNumber,
  claimId: receipt.claimId,
  collectionId: receipt.collectionId,
  kind: collection.kind,
  paidOn: receipt.businessDate,
  accountId: receipt.investorAccountId,
  investor: person.maskedName,
  stake: claim.stake,
  amount: loan.amount,
  penalty: receipt.penalty,
  fee: receipt.fee,
  interest: receipt.interest,
  principal: receipt.principal,
  serviceFee: receipt.serviceFee,
  penaltyCarry: receipt.penaltyCarryAfter,
  feeCarry: receipt.feeCarryAfter,
  interestCarry: receipt.interestCarryAfter,
  principalCarry: receipt.principalCarryAfter,
};

/**
 * The investors' receipts of a loan one by one, names masked: what each got of each part, the carry it left him (a
 * numerator over the loan's amount in fen) and how many left-over fen are in it. Only of payments that are wholly
 * distributed.
 * @throws DomainError NOT_FOUND for a loan that is not public.
 */
export async function proofShares(ctx: Pick<DomainContext, 'db'>, filter: ShareFilter) {
  const { loanId, number, accountId, after, limit } = filter;
  await loanPage(ctx, loanId);
  const rows = await ctx.db
    .select(columns)
    .from(receipt)
    .innerJoin(collection, and(eq(collection.loanId, receipt.loanId), eq(collection.id, receipt.collectionId)))
    .innerJoin(claim, and(eq(claim.loanId, receipt.loanId), eq(claim.id, receipt.claimId)))
    .innerJoin(bid, and(eq(bid.loanId, claim.loanId), eq(bid.id, claim.bidId)))
    .innerJoin(person, eq(person.id, bid.investorPersonId))
    .innerJoin(loan, eq(loan.id, receipt.loanId))
    .where(
      and(
        eq(receipt.loanId, loanId),
        eq(collection.state, 'paid'),
        number === undefined ? undefined : eq(receipt.instalmentNumber, number),
        accountId && eq(receipt.investorAccountId, accountId),
        after &&
          sql`(${receipt.collectionId}, ${receipt.instalmentNumber}, ${receipt.claimId})
            > (${after.collectionId}::uuid, ${after.number}::integer, ${after.claimId}::uuid)`,
      ),
    )
    .orderBy(asc(receipt.collectionId), asc(receipt.instalmentNumber), asc(receipt.claimId))
    .limit(limit);
  return rows.map(({ kind, amount, ...row }) => ({
    ...row,
    whole: amount,
    payer: kind === 'compensation' ? ('compensator' as const) : ('borrower' as const),
    leftOver:
      leftOverFen(row.penalty, row.penaltyCarry, amount) +
      leftOverFen(row.fee, row.feeCarry, amount) +
      leftOverFen(row.interest, row.interestCarry, amount) +
      leftOverFen(row.principal, row.principalCarry, amount),
  }));
}
