import type { ExtensionFileName } from '#db/schema/bank-files.ts';
import type { InstructionState } from '#db/schema/custody.ts';
import type { BreakKind, CheckFileName } from '#db/schema/reconciliation.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { type Money, toDecimalText } from '#server/primitives/money.ts';

/** One line as one of the two sides has it. */
export type Side = Readonly<{ amount: Money; source: string | null; target: string | null }>;

/** A line that the two sides do not have alike, with the evidence that lay beside it. */
export type Difference = Readonly<{
  /** What the line is matched by, on the wire and in our books. */
  object: string;
  ours: Side | null;
  theirs: Side | null;
  /** Whether the file has this key more than once and this is not the first. */
  repeated: boolean;
  /** The other day on which the missing side has the line. */
  elsewhere: PlainDate | null;
  /** Whether our posting stands on the day of its own moment. */
  datedAlike: boolean;
  /** State of our instruction with the line's requestNo; null when we never sent one. */
  instruction: InstructionState | null;
  /** Whether the bank, asked about it, spoke of another amount or member than was asked for. */
  contradicted: boolean;
  /** Whether a notify about it has come. */
  told: boolean;
  /** Whether the bank's line carries the time of another day than its file's. */
  misdated: boolean;
  /**
   * Whether our books agree with themselves about this posting: its entries with its amount and day, each on from the
   * balance before it. They only disagree when somebody has changed a row.
   */
  consistent: boolean;
  /** Whether another posting of ours says the same. */
  postedTwice: boolean;
}>;

/** Most probable causes, worst-founded last. The pages have a sentence for each in both languages. */
export const CAUSES = {
  'answer-lost': 'The bank carried the instruction out and its answer was lost: ask the bank and conclude it.',
  'notify-lost': 'The bank took the instruction and carried it out, and no notify of it came: ask the bank.',
  'answer-contradicts': 'The bank carried out another amount or member than we asked for, and we took no such answer.',
  'concluded-as-failed': 'The bank carried out what we had concluded as failed: conclude it again from its record.',
  'never-sent': 'We never sent such a request: the file has a line too many, or somebody used our key.',
  'posting-missing': 'The instruction succeeded here but its posting is missing: rows were removed from the database.',
  'cut-off': 'Both sides have the line, on different days: a matter of midnight, or a date was changed.',
  'file-row-missing': 'Our instruction succeeded and is posted: the file lacks its line, the bank must issue it again.',
  'posted-without-effect': 'It is posted here but its instruction has not succeeded: posted by hand or by mistake.',
  'posted-twice': 'The same line of the bank is posted twice here: reverse the second posting.',
  'row-changed-here': 'Our own rows contradict each other about this line: one was changed in the database.',
  'file-row-changed': 'Our posting, its entries and the request agree: the line in the file was altered.',
  'file-row-repeated': 'The file has the line twice; it happened once.',
  'follows-from-lines': 'A line of the same account differs on this day; the balance follows from it.',
  'balance-changed-here': 'The stored balance is not the sum of its entries: it was changed in the database.',
  'account-unknown-here': 'The bank keeps an account that we do not know.',
  'account-unknown-there': 'We keep an account that the bank does not list.',
  'entry-removed': 'An entry of this account is missing: a row was removed from the database.',
  'entry-added': 'This account has an entry more than it was given: a row was added in the database.',
  'entry-changed': 'The running balance breaks at an entry of this account: its row was changed in the database.',
  'follows-from-entries':
    'The entries of this account were changed here, which another check tells; the balance follows.',
  'follows-from-freezes': 'A freeze of this account differs; its balances follow from it.',
  'carried-over': 'The same difference was found on an earlier day and is still open.',
  'bank-own-booking': 'All our lines agree with the files: the bank has booked something of its own on this account.',
  'bank-own-freeze': 'We never asked for this freeze: the bank has made it by itself.',
  'bank-released': 'We hold it for a purpose and the bank no longer does: it has released it without our asking.',
  'state-changed-here': 'Its state says another thing than its postings: the state was changed in the database.',
  'channel-lacks-it': 'The channel’s own file lacks this recharge: it has not paid for it.',
  'reversal-unheard': 'The bank no longer counts this recharge: it was taken back, and the notify of it was lost.',
  'bank-files-disagree': 'Two sums of the bank’s own files contradict each other: the bank must say which is right.',
  'past-day-changed':
    'A day that was closed no longer ends as it was recorded: its entries were changed in the database.',
  'claim-changed-here': 'The claim is not its stake less what it was repaid: it was changed in the database.',
  'instalment-changed-here': 'The instalment says another thing than its payments: it was changed in the database.',
  'receipt-changed-here':
    'What claim holders received is not what their payment brought: a receipt was changed in the database.',
  unexplained: 'No evidence points either way.',
} as const;
export type Cause = keyof typeof CAUSES;

/** Where the evidence of a break lies; a link is absent where there is nothing of its sort. */
export type BreakLinks = Readonly<{
  instructionId?: Uuid | null;
  journalId?: Uuid | null;
  accountId?: Uuid | null;
  loanId?: Uuid | null;
  bidId?: Uuid | null;
  file?: CheckFileName | ExtensionFileName | null;
  rowNumber?: number | null;
}>;

export type Break = Readonly<{
  kind: BreakKind;
  object: string;
  ours: string | null;
  theirs: string | null;
  /** Both values as numbers, where the break is about money. */
  amounts?: Readonly<{ ours: Money | null; theirs: Money | null }>;
  cause: Cause;
  links?: BreakLinks;
}>;

const sideText = (side: Side | null): string | null =>
  side && `${toDecimalText(side.amount)} ${side.source ?? ''}>${side.target ?? ''}`;

type Finding = { kind: BreakKind; cause: Cause };

const waitingCause = ({ contradicted, told, instruction }: Difference): Cause => {
  if (contradicted) return 'answer-contradicts';
  return instruction === 'accepted' && !told ? 'notify-lost' : 'answer-lost';
};

/** A line on another day: our own row contradicts itself about the day, or it is a matter of midnight. */
const otherDay = ({ datedAlike }: Difference): Finding => ({
  kind: 'wrong-day',
  cause: datedAlike ? 'cut-off' : 'row-changed-here',
});

function missingHere(difference: Difference): Finding {
  const { elsewhere, instruction } = difference;
  if (elsewhere) return otherDay(difference);
  if (instruction === null) return { kind: 'missing-here', cause: 'never-sent' };
  if (instruction === 'failed') return { kind: 'status', cause: 'concluded-as-failed' };
  if (instruction === 'succeeded') return { kind: 'missing-here', cause: 'posting-missing' };
  return { kind: 'status', cause: waitingCause(difference) };
}

function missingThere(difference: Difference): Finding {
  const { elsewhere, instruction, postedTwice } = difference;
  if (elsewhere) return otherDay(difference);
  if (postedTwice && instruction === 'succeeded') return { kind: 'duplicate', cause: 'posted-twice' };
  if (instruction === 'succeeded') return { kind: 'missing-there', cause: 'file-row-missing' };
  return { kind: 'missing-there', cause: 'posted-without-effect' };
}

const sameUsers = (ours: Side, theirs: Side): boolean => ours.source === theirs.source && ours.target === theirs.target;

function differs(ours: Side, theirs: Side, difference: Difference): Finding {
  if (difference.instruction !== 'succeeded') return { kind: 'status', cause: 'row-changed-here' };
  const cause = difference.consistent ? 'file-row-changed' : 'row-changed-here';
  if (ours.amount !== theirs.amount) return { kind: 'amount', cause };
  return sameUsers(ours, theirs) ? { kind: 'wrong-day', cause: 'file-row-changed' } : { kind: 'user', cause };
}

/** What kind of break a differing line is, and what most probably led to it. */
export function classify(difference: Difference): Break {
  const { ours, theirs, object } = difference;
  const texts = { object, ours: sideText(ours), theirs: sideText(theirs) };
  if (theirs && difference.repeated) return { ...texts, kind: 'duplicate', cause: 'file-row-repeated' };
  if (ours && theirs) return { ...texts, ...differs(ours, theirs, difference) };
  return { ...texts, ...(theirs ? missingHere(difference) : missingThere(difference)) };
}
