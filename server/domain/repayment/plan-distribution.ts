import { and, asc, eq, sql } from 'drizzle-orm';
import { arrayOf } from '#db/arrays.ts';
import { type PaymentPart, product } from '#db/schema/products.ts';
import { claim, collectionItem, distributionChunk } from '#db/schema/repayments.ts';
import type { Transaction } from '#db/transaction.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { type Money, plus } from '#server/primitives/money.ts';
import { type RatePpm, shareOf } from '#server/primitives/rate.ts';
import type { Loan } from '../loan/move-loan.ts';
import type { Item } from './allocate.ts';
import type { Collection } from './collections.ts';
import { type Parts, totalOf } from './owed.ts';
import { type Share, splitAmong } from './split.ts';
import { tradesOf } from './trades-of.ts';

/** The most claim holders of one trade. */
export const HOLDERS_PER_CHUNK = 500;
const ROWS_AT_ONCE = 5_000;

type Claim = typeof claim.$inferSelect;
type Carries = Readonly<Record<PaymentPart, bigint>>;
type Portion = Readonly<{ claimId: Uuid; accountId: Uuid; number: number; parts: Parts; carries: Carries }>;
type Planned = Portion & Readonly<{ chunk: number; serviceFee: Money }>;

const carriesOf = (held: Claim): Carries => ({
  penalty: held.penaltyCarry,
  fee: held.feeCarry,
  interest: held.interestCarry,
  principal: held.principalCarry,
});

/** Splits one item among the claims, in their order. `carries` is what earlier splits left each, and is moved on. */
function shareItem(loan: Loan, claims: readonly Claim[], carries: Carries[], item: Item): Portion[] {
  const split = (part: PaymentPart) =>
    splitAmong(
      item[part],
      loan.amount,
      claims.map(({ id, stake }, index) => ({ id, stake, carry: carries[index]?.[part] ?? 0n })),
    );
  const [penalty, fee, interest, principal] = [split('penalty'), split('fee'), split('interest'), split('principal')];
  return claims.map((held, index) => {
    const of = (shares: readonly Share[]): Share => {
      const share = shares[index];
      if (!share) throw new Error('a share is missing');
      return share;
    };
    const [p, f, i, c] = [of(penalty), of(fee), of(interest), of(principal)];
    const after = { penalty: p.carry, fee: f.carry, interest: i.carry, principal: c.carry };
    carries[index] = after;
    return {
      claimId: held.id,
      accountId: held.investorAccountId,
      number: item.instalmentNumber,
      parts: { penalty: p.paid, fee: f.paid, interest: i.paid, principal: c.paid },
      carries: after,
    };
  });
}

/** What each claim holder gets of each item; whoever gets nothing at all stands in chunk 1. */
function planReceipts(loan: Loan, claims: readonly Claim[], items: readonly Item[], feeRate: RatePpm): Planned[] {
  const carries = claims.map(carriesOf);
  const portions = items.flatMap((item) => shareItem(loan, claims, carries, item));
  const totals = new Map<Uuid, Money>();
  for (const { claimId, parts } of portions)
    totals.set(claimId, plus(totals.get(claimId) ?? (0n as Money), totalOf(parts)));
  const payable = claims.filter(({ id }) => (totals.get(id) ?? 0n) > 0n);
  const chunks = new Map(payable.map(({ id }, index) => [id, 1 + Math.trunc(index / HOLDERS_PER_CHUNK)]));
  return portions.map((portion) => ({
    ...portion,
    chunk: chunks.get(portion.claimId) ?? 1,
    serviceFee: shareOf(portion.parts.interest, feeRate),
  }));
}

async function insertReceipts(tx: Transaction, pay: Collection, planned: readonly Planned[]): Promise<void> {
  for (let from = 0; from < planned.length; from += ROWS_AT_ONCE) {
    const rows = planned.slice(from, from + ROWS_AT_ONCE);
    const column = (type: 'uuid' | 'bigint' | 'integer', pick: (row: Planned) => string | number | bigint) =>
      arrayOf(type, rows.map(pick));
    await tx.execute(sql`
      insert into receipt (loan_id, collection_id, instalment_number, claim_id, chunk, investor_account_id, principal,
        interest, penalty, fee, service_fee, principal_carry_after, interest_carry_after, penalty_carry_after,
        fee_carry_after)
      select ${pay.loanId}::uuid, ${pay.id}::uuid, line.*
      from unnest(${column('integer', (row) => row.number)}, ${column('uuid', (row) => row.claimId)},
        ${column('integer', (row) => row.chunk)}, ${column('uuid', (row) => row.accountId)},
        ${column('bigint', (row) => row.parts.principal)}, ${column('bigint', (row) => row.parts.interest)},
        ${column('bigint', (row) => row.parts.penalty)}, ${column('bigint', (row) => row.parts.fee)},
        ${column('bigint', (row) => row.serviceFee)}, ${column('bigint', (row) => row.carries.principal)},
        ${column('bigint', (row) => row.carries.interest)}, ${column('bigint', (row) => row.carries.penalty)},
        ${column('bigint', (row) => row.carries.fee)}) as line`);
  }
}

/**
 * Splits the frozen money of a collection among the claim holders of a locked loan, item by item, and cuts the
 * receipts into trades. Nothing of it is true before the bank has done the trades: claims and carries change with each
 * of them.
 * @returns how many trades there are
 */
export async function planDistribution(tx: Transaction, loan: Loan, pay: Collection): Promise<number> {
  const [sold] = await tx
    .select({ serviceFeePpm: product.serviceFeePpm })
    .from(product)
    .where(eq(product.id, loan.productId));
  if (!sold) throw new DomainError('NOT_FOUND', 'no such product');
  const claims = await tx.select().from(claim).where(eq(claim.loanId, loan.id)).orderBy(asc(claim.id));
  const items = await tx
    .select()
    .from(collectionItem)
    .where(and(eq(collectionItem.loanId, pay.loanId), eq(collectionItem.collectionId, pay.id)))
    .orderBy(asc(collectionItem.instalmentNumber));
  const forInvestors = items.filter(({ beneficiary }) => beneficiary === 'investors');
  const planned = planReceipts(loan, claims, forInvestors, sold.serviceFeePpm);
  await insertReceipts(tx, pay, planned);
  const others = items.filter(({ beneficiary }) => beneficiary !== 'investors');
  const chunks = tradesOf(planned, others);
  await tx
    .insert(distributionChunk)
    .values(chunks.map((chunk) => ({ ...chunk, loanId: pay.loanId, collectionId: pay.id, state: 'pending' as const })));
  return chunks.length;
}
