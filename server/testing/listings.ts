import { eq } from 'drizzle-orm';
import { type LoanState, loan } from '#db/schema/loans.ts';
import { product } from '#db/schema/products.ts';
import { transaction } from '#db/transaction.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { Money } from '#server/primitives/money.ts';
import { type RatePpm, ratePpm } from '#server/primitives/rate.ts';
import { mintAdmin, mintSystem } from '../domain/actors.ts';
import { acceptOffer } from '../domain/loan/accept-offer.ts';
import { applyForLoan } from '../domain/loan/apply-for-loan.ts';
import { decideLoan } from '../domain/loan/decide-loan.ts';
import { ensureProducts } from '../domain/loan/products.ts';
import { startReview } from '../domain/loan/start-review.ts';
import type { Wiring } from '../wiring.ts';
import type { Borrower } from './customers.ts';

export type Wanted = Readonly<{
  amount: Money;
  productCode?: string;
  term?: number;
  rate?: RatePpm;
  title?: string;
  /** The guarantor's enterprise, for a product that a guarantor stands behind. */
  guarantorId?: Uuid;
  /** What an enterprise's product lends on, in words. */
  collateral?: string;
}>;

/** The id of a product by its code, made when it is missing. */
export async function productId(wiring: Wiring, code: string): Promise<Uuid> {
  const ctx = await wiring.contextFor(mintSystem());
  await transaction(ctx, (tx) => ensureProducts(tx, ctx));
  const [found] = await wiring.pool.db.select({ id: product.id }).from(product).where(eq(product.code, code));
  if (!found) throw new Error(`no product ${code}`);
  return found.id;
}

/** A borrower's loan, applied for and offered by an officer, by the real verbs: it waits for the borrower's word. */
export async function offerLoan(wiring: Wiring, borrower: Borrower, wanted: Wanted): Promise<Uuid> {
  const ctx = await borrower.context();
  const { loanId } = await applyForLoan(ctx, {
    requestId: ctx.newId(),
    productId: await productId(wiring, wanted.productCode ?? 'monthly-instalment'),
    title: wanted.title ?? '店铺装修',
    purpose: '更换柜台与灯具',
    amount: wanted.amount,
    term: wanted.term ?? 3,
    ratePpm: wanted.rate ?? ratePpm(85_000),
    guarantorId: wanted.guarantorId,
    collateral: wanted.collateral,
  });
  const officer = await wiring.contextFor(mintAdmin({ memberId: ctx.newId(), roles: ['loan-officer'] }));
  await startReview(officer, { loanId });
  await decideLoan(officer, { loanId, decision: 'offer', grade: 'B', reason: '资料齐全' });
  return loanId;
}

/** A borrower's loan, offered, accepted and open for bids. */
export async function openListing(wiring: Wiring, borrower: Borrower, wanted: Wanted): Promise<Uuid> {
  const loanId = await offerLoan(wiring, borrower, wanted);
  const { state } = await acceptOffer(await borrower.context(), { loanId });
  if (state !== 'open') throw new Error(`the loan is ${state}, not open`);
  return loanId;
}

/** The state of a loan. */
export async function loanState(wiring: Wiring, loanId: Uuid): Promise<LoanState | undefined> {
  const [row] = await wiring.pool.db.select({ state: loan.state }).from(loan).where(eq(loan.id, loanId));
  return row?.state;
}
