import type { Uuid } from '#server/primitives/ids.ts';
import { fen, type Money, minus, negate, sum, ZERO } from '#server/primitives/money.ts';
import { CHART } from '../ledger/chart.ts';
import type { CorrectingLeg, CorrectingPosting } from '../ledger/post-correction.ts';
import type { Line } from './bank-line.ts';
import type { Entry, Journal } from './evidence.ts';

type Key = Pick<Journal, 'id' | 'instructionId' | 'lineNumber' | 'loanId' | 'bidId' | 'occurredAt'>;

/** The two legs that a line has. */
export const legsOfLine = (line: Line): readonly [CorrectingLeg, CorrectingLeg] => [
  { ...line.source, amount: negate(line.amount), occurredAt: line.occurredAt },
  { ...line.target, amount: line.amount, occurredAt: line.occurredAt },
];

/** A posting whose two legs add up to nothing: as it stands, it can be taken back leg by leg. */
export const isBalanced = (legs: readonly Entry[]): boolean =>
  legs.length === 2 && sum(legs.map(({ amount }) => amount)) === ZERO;

const backwards = ({ amount, accountId, bucket, occurredAt, businessDate }: Entry): CorrectingLeg => ({
  accountId,
  bucket,
  occurredAt,
  businessDate,
  amount: negate(amount),
});

/** Takes a posting back by the opposite of its legs, each on the day of the leg it undoes. */
export function reversalOf(correctionId: Uuid, of: Key, legs: readonly Entry[]): CorrectingPosting {
  const { instructionId, lineNumber, loanId, bidId, occurredAt, id: replacesId } = of;
  const amount = legs.find((leg) => leg.amount > 0n)?.amount ?? ZERO;
  const base = { kind: 'REVERSAL', correctionId, instructionId, lineNumber, replacesId, loanId, bidId } as const;
  return { ...base, amount, occurredAt, legs: legs.map(backwards) };
}

/** Posts a line as it ought to be, under the key of the posting whose place it takes. */
export function repostOf(correctionId: Uuid, of: Omit<Key, 'id' | 'occurredAt'>, line: Line): CorrectingPosting {
  const { instructionId, lineNumber, loanId, bidId } = of;
  const { kind, amount, occurredAt } = line;
  return { kind, correctionId, instructionId, lineNumber, loanId, bidId, amount, occurredAt, legs: legsOfLine(line) };
}

const legKey = ({ accountId, bucket }: Pick<CorrectingLeg, 'accountId' | 'bucket'>): string => `${accountId} ${bucket}`;

/** By how much the legs that stand differ from those that ought to, by account and bucket. */
export function residuals(standing: readonly Entry[], line: Line): readonly CorrectingLeg[] {
  const found = new Map<string, CorrectingLeg>();
  const add = (leg: CorrectingLeg, amount: Money) => {
    const before = found.get(legKey(leg));
    found.set(legKey(leg), { ...(before ?? leg), amount: fen((before?.amount ?? ZERO) + amount) });
  };
  for (const leg of standing) add(leg, leg.amount);
  for (const leg of legsOfLine(line)) add(leg, negate(leg.amount));
  return [...found.values()].filter(({ amount }) => amount !== ZERO);
}

const magnitude = (amount: Money): Money => (amount < 0n ? minus(ZERO, amount) : amount);

/** Takes what an account holds too much to suspense, or gives it from there what it lacks. */
export function adjustmentOf(correctionId: Uuid, lineNumber: number, excess: CorrectingLeg): CorrectingPosting {
  const { amount, occurredAt, businessDate } = excess;
  const suspense = { accountId: CHART.suspense.id, bucket: 'available', amount, occurredAt, businessDate } as const;
  return {
    kind: 'ADJUSTMENT',
    correctionId,
    instructionId: correctionId,
    lineNumber,
    amount: magnitude(amount),
    occurredAt,
    legs: [{ ...excess, amount: negate(amount) }, suspense],
  };
}
