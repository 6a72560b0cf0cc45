import { type Money, minus, plus, toDecimalText, ZERO } from '#server/primitives/money.ts';
import type { Break, BreakLinks, Cause } from './compare.ts';

/** An account's money on one side at the end of a day; frozen includes what is on its way out. */
export type Holding = Readonly<{ available: Money; frozen: Money }>;

/** A balance that the two sides do not have alike, with the evidence that lay beside it. */
export type BalanceDifference = Readonly<{
  platformUserNo: string;
  /** What our postings add up to. */
  ours: Holding | null;
  theirs: Holding | null;
  /** The file has this account more than once and this is not the first. */
  repeated: boolean;
  /** The bank's row carries another date than its file. */
  misdated: boolean;
  /** Whether the bank's row agrees with itself. */
  rowAgrees: boolean;
  /** Whether the bank's rows of this kind of account add up to the bank's own sum of them; true where it gives none. */
  sumAgrees: boolean;
  /** Whether the account's stored balance, its entries, their postings and its past agree with each other. */
  entriesAgree: boolean;
  /** Whether a line of this account differs on the same day. */
  lineDiffers: boolean;
  /** By how much the bank's open freezes of this account are more than ours. */
  freezesDiffer: Money;
  /** Whether the same difference was found on an earlier day and is still open. */
  carriedOver: boolean;
  /** Whether a request about this account has no end here yet. */
  underWay: boolean;
  links: BreakLinks;
}>;

const holdingText = (holding: Holding | null): string | null =>
  holding && `${toDecimalText(holding.available)} + ${toDecimalText(holding.frozen)}`;
const totalOf = (holding: Holding | null): Money | null => holding && plus(holding.available, holding.frozen);

/** Whether the difference is nothing but money that one side holds frozen and the other available. */
function isOfFreezes({ ours, theirs, freezesDiffer }: BalanceDifference): boolean {
  if (!ours || !theirs || freezesDiffer === ZERO) return false;
  return totalOf(ours) === totalOf(theirs) && minus(theirs.frozen, ours.frozen) === freezesDiffer;
}

function causeOf(found: BalanceDifference): Cause {
  if (!found.rowAgrees) return 'file-row-changed';
  if (!found.ours) return found.sumAgrees ? 'account-unknown-here' : 'file-row-changed';
  if (!found.entriesAgree) return 'follows-from-entries';
  if (found.lineDiffers) return 'follows-from-lines';
  if (!found.theirs) return found.sumAgrees ? 'account-unknown-there' : 'file-row-missing';
  if (!found.sumAgrees) return 'file-row-changed';
  if (isOfFreezes(found)) return 'follows-from-freezes';
  if (found.carriedOver) return 'carried-over';
  return found.underWay ? 'answer-lost' : 'bank-own-booking';
}

/** What kind of break a balance is that the two sides do not have alike, and what most probably led to it. */
export function explainBalance(found: BalanceDifference): Break {
  const { platformUserNo, ours, theirs, links } = found;
  const texts = { object: platformUserNo, ours: holdingText(ours), theirs: holdingText(theirs) };
  const amounts = { ours: totalOf(ours), theirs: totalOf(theirs) };
  if (found.repeated) return { ...texts, amounts, links, kind: 'duplicate', cause: 'file-row-repeated' };
  if (found.misdated) return { ...texts, amounts, links, kind: 'wrong-day', cause: 'file-row-changed' };
  return { ...texts, amounts, links, kind: 'balance', cause: causeOf(found) };
}
