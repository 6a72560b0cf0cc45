import type { Grade } from '#db/schema/products.ts';
import type { Transaction } from '#db/transaction.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Money } from '#server/primitives/money.ts';
import { type RatePpm, ratePpm } from '#server/primitives/rate.ts';
import { requireWithinCaps } from './borrowing.ts';
import type { Loan } from './move-loan.ts';
import type { Product } from './product-on-sale.ts';
import { requireAmount, requireRate, requireTerm } from './rules.ts';

export type OfferedTerms = Readonly<{ amount: Money; ratePpm: RatePpm; term: number; grade: Grade }>;
type Wish = Readonly<{ amount?: Money; ratePpm?: RatePpm; term?: number; grade?: Grade }>;

/** The rate of a grade where the product has prices, else what is wished or was asked for. */
function rateOf({ gradePrices }: Product, asked: RatePpm, grade: Grade, wish: RatePpm | undefined): RatePpm {
  if (gradePrices === null) return wish ?? asked;
  const price = gradePrices[grade];
  if (price === undefined) throw new DomainError('INPUT_INVALID', 'this grade is not lent to', { field: 'grade' });
  if (wish !== undefined && wish !== price) {
    throw new DomainError('INPUT_INVALID', 'the grade has another price', { field: 'ratePpm', pricePpm: price });
  }
  return ratePpm(price);
}

/**
 * The terms of an offer: what was asked for where nothing else is wished.
 * @throws DomainError INPUT_INVALID (grade missing or not lent to; ratePpm not the grade's price)
 */
export function offeredTerms(sold: Product, loan: Loan, wish: Wish): OfferedTerms {
  const { grade } = wish;
  if (!grade) throw new DomainError('INPUT_INVALID', 'an offer needs a grade', { field: 'grade' });
  return {
    amount: wish.amount ?? loan.amount,
    ratePpm: rateOf(sold, loan.ratePpm, grade, wish.ratePpm),
    term: wish.term ?? loan.term,
    grade,
  };
}

/**
 * Whether the product and the borrower's caps allow an offer: a larger amount than the one asked for counts too.
 * @throws DomainError INPUT_INVALID, AMOUNT_BELOW_MINIMUM, BORROWING_CAP_EXCEEDED, TOTAL_BORROWING_CAP_EXCEEDED
 */
export async function requireOffer(
  tx: Transaction,
  loan: Loan,
  sold: Product,
  terms: Pick<OfferedTerms, 'amount' | 'ratePpm' | 'term'>,
): Promise<void> {
  requireRate(sold, terms.ratePpm);
  requireTerm(sold, terms.term);
  requireAmount(sold, terms.amount);
  await requireWithinCaps(
    tx,
    { personId: loan.borrowerPersonId, enterpriseId: loan.enterpriseId },
    { asked: terms.amount, declared: loan.declaredDebt, except: loan.id },
  );
}
