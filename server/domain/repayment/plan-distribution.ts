import { asc, eq, sql } from 'drizzle-orm';
import { arrayOf } from '#db/arrays.ts';
import { claim, distributionChunk, product } from '#db/schema/loans.ts';
import type { Transaction } from '#db/transaction.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { type Money, plus, sum } from '#server/primitives/money.ts';
import { type RatePpm, shareOf } from '#server/primitives/rate.ts';
import type { Loan } from '../loan/move-loan.ts';
import type { Collection } from './collections.ts';
import type { Instalment } from './instalments.ts';
import { splitAmong } from './split.ts';

/** The most claim holders of one trade. */
export const HOLDERS_PER_CHUNK = 500;
const ROWS_AT_ONCE = 5_000;

type Claim = typeof claim.$inferSelect;
type Planned = Readonly<{
  chunk: number;
  claimId: Uuid;
  accountId: Uuid;
  principal: Money;
  interest: Money;
  serviceFee: Money;
  principalCarry: bigint;
  interestCarry: bigint;
}>;

/** What each claim holder gets of an instalment, in the order of their claims; those who get nothing in chunk 1. */
function planReceipts(loan: Loan, claims: readonly Claim[], owed: Instalment, feeRate: RatePpm): Planned[] {
  const holders = (carry: (held: Claim) => bigint) =>
    claims.map((held) => ({ id: held.id, stake: held.stake, carry: carry(held) }));
  const principals = splitAmong(
    owed.principal,
    loan.amount,
    holders((held) => held.principalCarry),
  );
  const interests = splitAmong(
    owed.interest,
    loan.amount,
    holders((held) => held.interestCarry),
  );
  let payable = 0;
  return claims.flatMap((held, index) => {
    const [principal, interest] = [principals[index], interests[index]];
    if (!principal || !interest) return [];
    const paid = plus(principal.paid, interest.paid);
    const chunk = paid > 0n ? 1 + Math.trunc(payable++ / HOLDERS_PER_CHUNK) : 1;
    return {
      chunk,
      claimId: held.id,
      accountId: held.investorAccountId,
      principal: principal.paid,
      interest: interest.paid,
      serviceFee: shareOf(interest.paid, feeRate),
      principalCarry: principal.carry,
      interestCarry: interest.carry,
    };
  });
}

async function insertReceipts(tx: Transaction, pay: Collection, planned: readonly Planned[]): Promise<void> {
  for (let from = 0; from < planned.length; from += ROWS_AT_ONCE) {
    const rows = planned.slice(from, from + ROWS_AT_ONCE);
    const column = (type: 'uuid' | 'bigint' | 'integer', pick: (row: Planned) => string | number | bigint) =>
      arrayOf(type, rows.map(pick));
    await tx.execute(sql`
      insert into receipt (loan_id, collection_id, instalment_number, claim_id, chunk, investor_account_id, principal,
        interest, service_fee, principal_carry_after, interest_carry_after)
      select ${pay.loanId}::uuid, ${pay.id}::uuid, ${pay.instalmentNumber}::integer, line.*
      from unnest(${column('uuid', (row) => row.claimId)}, ${column('integer', (row) => row.chunk)},
        ${column('uuid', (row) => row.accountId)}, ${column('bigint', (row) => row.principal)},
        ${column('bigint', (row) => row.interest)}, ${column('bigint', (row) => row.serviceFee)},
        ${column('bigint', (row) => row.principalCarry)}, ${column('bigint', (row) => row.interestCarry)}) as line`);
  }
}

function chunksOf(pay: Collection, planned: readonly Planned[]): (typeof distributionChunk.$inferInsert)[] {
  const byChunk = Map.groupBy(planned, (row) => row.chunk);
  return [...byChunk].map(([number, rows]) => ({
    loanId: pay.loanId,
    collectionId: pay.id,
    number,
    state: 'pending' as const,
    receiptCount: rows.length,
    amount: sum(rows.flatMap((row) => [row.principal, row.interest])),
    fee: sum(rows.map((row) => row.serviceFee)),
  }));
}

/**
 * Splits a frozen instalment among the claim holders of a locked loan and cuts the receipts into trades. Nothing of it
 * is true before the bank has done the trades: claims and carries change with each of them.
 * @returns how many trades there are
 */
export async function planDistribution(
  tx: Transaction,
  loan: Loan,
  pay: Collection,
  owed: Instalment,
): Promise<number> {
  const [sold] = await tx
    .select({ serviceFeePpm: product.serviceFeePpm })
    .from(product)
    .where(eq(product.id, loan.productId));
  if (!sold) throw new DomainError('NOT_FOUND', 'no such product');
  const claims = await tx.select().from(claim).where(eq(claim.loanId, loan.id)).orderBy(asc(claim.id));
  const planned = planReceipts(loan, claims, owed, sold.serviceFeePpm);
  await insertReceipts(tx, pay, planned);
  const chunks = chunksOf(pay, planned);
  await tx.insert(distributionChunk).values(chunks);
  return chunks.length;
}
