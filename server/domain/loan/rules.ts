import type { LoanState } from '#db/schema/loans.ts';
import type { BorrowerKind, CollateralKind, product } from '#db/schema/products.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { fen, greater, type Money, minus, plus, ZERO } from '#server/primitives/money.ts';
import type { RatePpm } from '#server/primitives/rate.ts';
import type { AdminActor, StaffRole } from '../actors.ts';

type Product = typeof product.$inferSelect;

/** What a borrower may owe on this platform and on all platforms together, pending applications in (domain.md, section 3). */
export const BORROWING_CAPS: Readonly<Record<BorrowerKind, Readonly<{ here: Money; everywhere: Money }>>> = {
  person: { here: fen(20_000_000n), everywhere: fen(100_000_000n) },
  enterprise: { here: fen(100_000_000n), everywhere: fen(500_000_000n) },
};

/** Loans that everybody may see. */
export const PUBLIC_STATES: readonly LoanState[] = [
  'scheduled',
  'open',
  'closing',
  'full',
  'settling',
  'repaying',
  'overdue',
  'repaid',
];

/** What is asked for, and what the borrower declares of himself and of the security. */
export type Application = Readonly<{
  title: string;
  purpose: string;
  amount: Money;
  term: number;
  ratePpm: RatePpm;
  region?: string;
  /** A month of a person's income, or a year of an enterprise's turnover. */
  income?: Money;
  /** Owed on other platforms; nothing when absent. */
  declaredDebt?: Money;
  /** The product's first when absent. */
  collateralKind?: CollateralKind;
  /** What the security is; demanded where there is a thing to describe. */
  collateral?: string;
  /** The guarantor's enterprise; demanded where the product's compensation is a guarantor's. */
  guarantorId?: Uuid;
}>;

/** Kinds of security that are a thing one can describe. */
const THINGS: ReadonlySet<CollateralKind> = new Set(['house', 'car', 'receivable']);

export const isThing = (kind: CollateralKind): boolean => THINGS.has(kind);
export const needsGuarantor = ({ compensator }: Pick<Product, 'compensator'>): boolean =>
  compensator === 'guarantor' || compensator === 'guarantor-through-borrower';

const invalid = (field: string, message: string, details: Record<string, string | number> = {}): DomainError =>
  new DomainError('INPUT_INVALID', message, { field, ...details });

function requireText(field: string, text: string, longest: number): void {
  const length = [...text.trim()].length;
  if (length < 1 || length > longest)
    throw invalid(field, `${field} must have 1 to ${longest} characters`, { longest });
}

/** @throws DomainError INPUT_INVALID (field ratePpm) outside the product's range. */
export function requireRate(product: Product, rate: RatePpm): void {
  const { rateMinimumPpm, rateMaximumPpm } = product;
  if (rate < rateMinimumPpm || rate > rateMaximumPpm) {
    throw invalid('ratePpm', 'the rate is outside the range of the product', { rateMinimumPpm, rateMaximumPpm });
  }
}

/** @throws DomainError INPUT_INVALID (field term) outside the product's range. */
export function requireTerm({ termMinimum, termMaximum }: Product, term: number): void {
  if (!Number.isInteger(term) || term < termMinimum || term > termMaximum) {
    throw invalid('term', 'the term is outside the range of the product', { termMinimum, termMaximum });
  }
}

/** @throws DomainError AMOUNT_NOT_POSITIVE, AMOUNT_BELOW_MINIMUM (minimumFen), INPUT_INVALID (field amount, maximumFen). */
export function requireAmount(product: Product, amount: Money): void {
  if (amount <= 0n) throw new DomainError('AMOUNT_NOT_POSITIVE', 'the amount must be positive');
  const minimum = greater(product.amountMinimum, product.minimumBid);
  if (amount < minimum) {
    throw new DomainError('AMOUNT_BELOW_MINIMUM', 'the product lends no less, or no bid could be placed on it', {
      minimumFen: minimum.toString(),
    });
  }
  if (amount > product.amountMaximum) {
    throw invalid('amount', 'the product lends no more', { maximumFen: product.amountMaximum.toString() });
  }
}

function requireSecurity(product: Product, { collateralKind, collateral, guarantorId }: Application): void {
  const kind = collateralKind ?? product.collateralKinds[0];
  if (!kind || !product.collateralKinds.includes(kind)) {
    throw invalid('collateralKind', 'the product does not lend on this security');
  }
  if (isThing(kind) || collateral !== undefined) requireText('collateral', collateral ?? '', 500);
  if (needsGuarantor(product) && !guarantorId) throw invalid('guarantorId', 'the product needs a guarantor');
}

/**
 * Whether the product offers what is asked for.
 * @throws DomainError INPUT_INVALID with the field, AMOUNT_NOT_POSITIVE, AMOUNT_BELOW_MINIMUM (minimumFen).
 */
export function requireApplication(product: Product, kind: BorrowerKind, application: Application): void {
  if (!product.borrowerKinds.includes(kind)) throw invalid('productId', `the product is not for a borrowing ${kind}`);
  requireText('title', application.title, 60);
  requireText('purpose', application.purpose, 500);
  if (application.region !== undefined) requireText('region', application.region, 40);
  requireTerm(product, application.term);
  requireRate(product, application.ratePpm);
  requireAmount(product, application.amount);
  if ((application.income ?? ZERO) < 0n) throw invalid('income', 'an income is not negative');
  if ((application.declaredDebt ?? ZERO) < 0n) throw invalid('declaredDebt', 'a debt is not negative');
  requireSecurity(product, application);
}

/**
 * Outstanding, pending and asked for may not pass the cap of this platform together, nor, with what is declared to be
 * owed elsewhere, the cap of all platforms.
 * @throws DomainError BORROWING_CAP_EXCEEDED, TOTAL_BORROWING_CAP_EXCEEDED with capFen and leftFen.
 */
export function requireUnderCaps(kind: BorrowerKind, sums: { owed: Money; asked: Money; declared: Money }): void {
  const { here, everywhere } = BORROWING_CAPS[kind];
  const { owed, asked, declared } = sums;
  const refusal = (code: 'BORROWING_CAP_EXCEEDED' | 'TOTAL_BORROWING_CAP_EXCEEDED', cap: Money, taken: Money) =>
    new DomainError(code, 'the borrower would owe more than the cap', {
      capFen: cap.toString(),
      leftFen: greater(minus(cap, taken), ZERO).toString(),
    });
  if (plus(owed, asked) > here) throw refusal('BORROWING_CAP_EXCEEDED', here, owed);
  const all = plus(owed, declared);
  if (plus(all, asked) > everywhere) throw refusal('TOTAL_BORROWING_CAP_EXCEEDED', everywhere, all);
}

/** @throws DomainError FORBIDDEN unless the member of staff holds one of the roles. */
export function requireRole(actor: AdminActor, ...roles: readonly StaffRole[]): void {
  if (!roles.some((role) => actor.roles.includes(role))) {
    throw new DomainError('FORBIDDEN', `needs one of: ${roles.join(', ')}`);
  }
}
