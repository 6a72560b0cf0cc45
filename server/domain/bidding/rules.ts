import type { AccountState, authorisation } from '#db/schema/accounts.ts';
import type { loan } from '#db/schema/loans.ts';
import type { product } from '#db/schema/products.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';
import { divideFloor } from '#server/primitives/division.ts';
import { DomainError, type ErrorCode } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { fen, lesser, type Money, minus, plus, ZERO } from '#server/primitives/money.ts';
import { PPM } from '#server/primitives/rate.ts';

/** The loan as bidders find it, with the rules of its product. */
export type Listing = Pick<
  typeof loan.$inferSelect,
  'state' | 'amount' | 'reserved' | 'opensAt' | 'deadlineAt' | 'borrowerPersonId' | 'enterpriseId' | 'guarantorId'
> &
  Pick<typeof product.$inferSelect, 'minimumBid' | 'bidStep' | 'perInvestorCap' | 'perInvestorCapPpm'> &
  Readonly<{
    /** The legal representative of the guarantor. */
    guarantorPersonId: Uuid | null;
  }>;

/** Whoever bids, as the books have him at this moment. */
export type Bidder = Readonly<{
  /** Of an enterprise, its legal representative. */
  personId: Uuid;
  enterpriseId: Uuid | null;
  accountState: AccountState;
  /** available − reserved − owed */
  spendable: Money;
  /** His bids on this loan that are freezing, frozen or settled, by all accounts of his person. */
  onLoan: Money;
  tender: Pick<typeof authorisation.$inferSelect, 'amountLimit' | 'expiresOn'> | undefined;
}>;

export type Moment = Readonly<{ now: Date; businessDate: PlainDate }>;

const refusal = (code: ErrorCode, message: string, details: Record<string, Money> = {}): DomainError =>
  new DomainError(
    code,
    message,
    Object.fromEntries(Object.entries(details).map(([name, amount]) => [`${name}Fen`, amount.toString()])),
  );

function whyNotOpen(listing: Listing, { now }: Moment): DomainError | undefined {
  const listed = listing.state === 'open' && (listing.opensAt === null || listing.opensAt <= now);
  const inTime = listing.deadlineAt === null || now < listing.deadlineAt;
  return listed && inTime ? undefined : refusal('LOAN_NOT_OPEN', 'the loan takes no bids');
}

function whyNotAllowed(listing: Listing, bidder: Bidder, { businessDate }: Moment): DomainError | undefined {
  if (bidder.accountState !== 'active') return refusal('ACCOUNT_NOT_OPEN', 'the account at the bank is not active');
  const { personId, enterpriseId } = bidder;
  if (personId === listing.borrowerPersonId || (enterpriseId !== null && enterpriseId === listing.enterpriseId))
    return refusal('OWN_LOAN', 'nobody lends to himself');
  if (personId === listing.guarantorPersonId || (enterpriseId !== null && enterpriseId === listing.guarantorId))
    return refusal('GUARANTOR_OF_LOAN', 'nobody lends on a loan that he stands for');
  const expiresOn = bidder.tender?.expiresOn ?? null;
  if (!bidder.tender || (expiresOn !== null && expiresOn < businessDate)) {
    return refusal('AUTHORISATION_MISSING', 'bids need a standing authorisation');
  }
  return undefined;
}

/**
 * Minimum and step, as far as they leave a way to take everything: the whole remaining may always be taken, and
 * nobody may leave a rest that is smaller than the smallest bid.
 */
function whyNotThisAmount(listing: Listing, remaining: Money, amount: Money): DomainError | undefined {
  const { minimumBid: minimum, bidStep: step } = listing;
  if (amount <= 0n) return refusal('AMOUNT_NOT_POSITIVE', 'the amount must be positive');
  if (amount > remaining) return refusal('AMOUNT_OVER_REMAINING', 'more than is left of the loan', { remaining });
  if (amount === remaining) return undefined;
  if (amount < minimum)
    return refusal('AMOUNT_BELOW_MINIMUM', 'less than the smallest bid', { minimum: lesser(minimum, remaining) });
  if (minus(amount, minimum) % step !== 0n) return refusal('AMOUNT_OFF_STEP', 'not on a step', { minimum, step });
  if (minus(remaining, amount) < minimum) {
    const spare = minus(remaining, plus(minimum, minimum));
    const most = spare < 0n ? remaining : fen(minimum + divideFloor(spare, step) * step);
    return refusal('AMOUNT_LEAVES_TOO_LITTLE', 'what it leaves could not be bid for', { remaining, most, minimum });
  }
  return undefined;
}

/** The most that one investor may lend on a loan: by amount, by share of the loan, or the lesser; null: all of it. */
export function capOf(listing: Pick<Listing, 'amount' | 'perInvestorCap' | 'perInvestorCapPpm'>): Money | null {
  const { amount, perInvestorCap, perInvestorCapPpm } = listing;
  if (perInvestorCapPpm === null) return perInvestorCap;
  const share = fen(divideFloor(amount * BigInt(perInvestorCapPpm), PPM));
  return perInvestorCap === null ? share : lesser(perInvestorCap, share);
}

function whyTooMuchForHim(listing: Listing, bidder: Bidder, amount: Money): DomainError | undefined {
  const cap = capOf(listing);
  if (cap !== null && plus(bidder.onLoan, amount) > cap) {
    const left = cap > bidder.onLoan ? minus(cap, bidder.onLoan) : ZERO;
    return refusal('AMOUNT_OVER_CAP', 'more than one investor may lend on this loan', { cap, left });
  }
  if (amount > bidder.spendable) {
    const balance = bidder.spendable > 0n ? bidder.spendable : ZERO;
    return refusal('AMOUNT_OVER_BALANCE', 'more than is available', { balance });
  }
  const limit = bidder.tender?.amountLimit ?? null;
  if (limit !== null && amount > limit) {
    return refusal('AMOUNT_OVER_AUTHORISATION', 'more than the standing authorisation allows', { limit });
  }
  return undefined;
}

/** What a bid may still take of the loan. */
export const remainingOf = (listing: Pick<Listing, 'amount' | 'reserved'>): Money =>
  fen(listing.amount - listing.reserved);

/**
 * Why a bid cannot be taken, or undefined. Refusals come in a fixed order, the loan's before the bidder's before the
 * amount's; details carry the amounts a sentence needs, in fen as text: remainingFen, minimumFen, mostFen, capFen …
 */
export function whyRefused(
  listing: Listing,
  remaining: Money,
  bidder: Bidder,
  amount: Money,
  moment: Moment,
): DomainError | undefined {
  return (
    whyNotOpen(listing, moment) ??
    whyNotAllowed(listing, bidder, moment) ??
    whyNotThisAmount(listing, remaining, amount) ??
    whyTooMuchForHim(listing, bidder, amount)
  );
}
