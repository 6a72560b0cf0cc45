import type { InstructionState } from '#db/schema/custody.ts';
import type { BreakKind } from '#db/schema/reconciliation.ts';
import { type Money, toDecimalText, ZERO } from '#server/primitives/money.ts';
import type { Break, BreakLinks, Cause } from './compare.ts';

/** One freeze as one of the two sides has it: whose money, and how much of it is still held. */
export type FreezeSide = Readonly<{ userNo: string; amount: Money }>;

/** A freeze that the two sides do not have alike, with the evidence that lay beside it. */
export type FreezeDifference = Readonly<{
  requestNo: string;
  /** By the state of what it is held for. */
  ours: FreezeSide | null;
  theirs: FreezeSide | null;
  /** The bank's row carries another date than its file. */
  misdated: boolean;
  /** The file has this number more than once and this is not the first. */
  repeated: boolean;
  /** Our request to freeze under this number; null when we never sent one. */
  instruction: InstructionState | null;
  /** What our postings leave of it on that date. */
  journal: Money;
  /** Whether the bank's rows of this member add up to what its BALANCE file calls frozen; null without such a file. */
  rowsAgree: boolean | null;
  /** Whether a request about this money has no end here yet. */
  underWay: boolean;
  links: BreakLinks;
}>;

const UNDECIDED: ReadonlySet<InstructionState> = new Set(['created', 'sent', 'unknown', 'accepted']);

const text = (side: FreezeSide | null): string | null => side && `${toDecimalText(side.amount)} ${side.userNo}`;

/** The bank holds what we do not hold, or more of it. */
function tooMuchThere(found: FreezeDifference): Cause {
  const { instruction, journal, ours } = found;
  if (found.rowsAgree === false) return 'file-row-changed';
  if (instruction === null) return 'bank-own-freeze';
  if (instruction === 'failed') return 'concluded-as-failed';
  if (found.underWay || UNDECIDED.has(instruction)) return 'answer-lost';
  return journal === (ours?.amount ?? ZERO) ? 'posted-without-effect' : 'state-changed-here';
}

/** We hold what the bank does not hold, or less of it. */
function tooLittleThere(found: FreezeDifference): Cause {
  const { instruction, journal, ours } = found;
  if (ours && journal !== ours.amount) return 'state-changed-here';
  if (found.rowsAgree === false) return found.theirs ? 'file-row-changed' : 'file-row-missing';
  if (instruction !== 'succeeded') return 'posted-without-effect';
  return found.underWay ? 'answer-lost' : 'bank-released';
}

function kindAndCause(found: FreezeDifference): { kind: BreakKind; cause: Cause } {
  const { ours, theirs } = found;
  if (found.repeated) return { kind: 'duplicate', cause: 'file-row-repeated' };
  if (found.misdated) return { kind: 'wrong-day', cause: 'file-row-changed' };
  const [here, there] = [ours?.amount ?? ZERO, theirs?.amount ?? ZERO];
  if (there > here) return { kind: 'freeze-without-bid', cause: tooMuchThere(found) };
  if (there < here) return { kind: 'bid-without-freeze', cause: tooLittleThere(found) };
  return { kind: 'user', cause: found.rowsAgree === false ? 'file-row-changed' : 'row-changed-here' };
}

/** What kind of break a freeze is that the two sides do not have alike, and what most probably led to it. */
export function explainFreeze(found: FreezeDifference): Break {
  const { requestNo, ours, theirs, links } = found;
  return {
    ...kindAndCause(found),
    object: requestNo,
    ours: text(ours),
    theirs: text(theirs),
    amounts: { ours: ours?.amount ?? null, theirs: theirs?.amount ?? null },
    links,
  };
}
