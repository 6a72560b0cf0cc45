import type { LoanState } from '#db/schema/loans.ts';
import type { product } from '#db/schema/products.ts';
import { DomainError } from '#server/primitives/errors.ts';
import { fen, type Money, minus, plus } from '#server/primitives/money.ts';
import type { RatePpm } from '#server/primitives/rate.ts';
import type { AdminActor, StaffRole } from '../actors.ts';

type Product = typeof product.$inferSelect;

/** What a person may owe on this platform, pending applications included (domain.md, section 3): ¥200,000. */
export const PERSON_CAP: Money = fen(20_000_000n);

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

export type Application = Readonly<{ title: string; purpose: string; amount: Money; term: number; ratePpm: RatePpm }>;

const invalid = (field: string, message: string, details: Record<string, number> = {}): DomainError =>
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

/**
 * Whether the product offers what is asked for.
 * @throws DomainError INPUT_INVALID with the field, AMOUNT_NOT_POSITIVE, AMOUNT_BELOW_MINIMUM (minimumFen).
 */
export function requireApplication(product: Product, application: Application): void {
  requireText('title', application.title, 60);
  requireText('purpose', application.purpose, 500);
  const { termMinimum, termMaximum } = product;
  if (!Number.isInteger(application.term) || application.term < termMinimum || application.term > termMaximum) {
    throw invalid('term', 'the term is outside the range of the product', { termMinimum, termMaximum });
  }
  requireRate(product, application.ratePpm);
  if (application.amount <= 0n) throw new DomainError('AMOUNT_NOT_POSITIVE', 'the amount must be positive');
  if (application.amount < product.minimumBid) {
    throw new DomainError('AMOUNT_BELOW_MINIMUM', 'no bid could be placed on so small a loan', {
      minimumFen: product.minimumBid.toString(),
    });
  }
}

/**
 * Outstanding, pending and asked for may not pass the cap together.
 * @throws DomainError BORROWING_CAP_EXCEEDED with capFen and leftFen.
 */
export function requireUnderCap(owed: Money, asked: Money): void {
  if (plus(owed, asked) <= PERSON_CAP) return;
  const left = owed >= PERSON_CAP ? fen(0n) : minus(PERSON_CAP, owed);
  throw new DomainError('BORROWING_CAP_EXCEEDED', 'the borrower would owe more than the cap', {
    capFen: PERSON_CAP.toString(),
    leftFen: left.toString(),
  });
}

/** @throws DomainError FORBIDDEN unless the member of staff holds one of the roles. */
export function requireRole(actor: AdminActor, ...roles: readonly StaffRole[]): void {
  if (!roles.some((role) => actor.roles.includes(role))) {
    throw new DomainError('FORBIDDEN', `needs one of: ${roles.join(', ')}`);
  }
}
