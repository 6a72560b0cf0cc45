import { divideFloor } from '#server/primitives/division.ts';
import { fen, type Money, ZERO } from '#server/primitives/money.ts';

/** One claim holder of a loan. `carry` is what earlier splits left him, a numerator over the loan's amount in fen. */
export type Holder = Readonly<{ id: string; stake: Money; carry: bigint }>;
/** What the holder is paid now, and the carry he takes into the next split of the same component. */
export type Share = Readonly<{ paid: Money; carry: bigint }>;

type Draft = { readonly holder: Holder; paid: bigint; rest: bigint };

/** Larger fraction first; then the larger stake, then the lower id. */
function byFraction(left: Draft, right: Draft): number {
  if (left.rest !== right.rest) return left.rest > right.rest ? -1 : 1;
  if (left.holder.stake !== right.holder.stake) return left.holder.stake > right.holder.stake ? -1 : 1;
  return left.holder.id < right.holder.id ? -1 : 1;
}

/** Hands the fen that the floors left over to the largest fractions, or takes the surplus back from the smallest. */
function settleResidue(drafts: Draft[], residue: bigint, whole: bigint): void {
  if (residue === 0n) return;
  const ranked = [...drafts].sort(byFraction);
  if (residue < 0n) ranked.reverse();
  const step = residue > 0n ? 1n : -1n;
  for (let left = residue; left !== 0n; ) {
    for (const draft of ranked) {
      if (left === 0n) break;
      if (step < 0n && draft.paid === 0n) continue;
      draft.paid += step;
      draft.rest -= step * whole;
      left -= step;
    }
  }
}

/**
 * Splits one component (principal, interest or penalty) of one payment among the holders of a loan, as domain.md,
 * section 2 has it: due = component × stake ÷ whole + carry, exactly; floors first, the fen left over to the largest
 * fractions. Σ paid = component, nobody pays, and over the life of the loan each is paid back his stake to the fen.
 * Answers in the order of `holders`.
 * @param whole the loan's amount in fen, which must be the sum of the stakes.
 * @throws RangeError when the stakes are not the whole, or the component is negative.
 */
export function splitAmong(component: Money, whole: Money, holders: readonly Holder[]): Share[] {
  if (component < 0n) throw new RangeError('a component is never negative');
  // Of nothing nobody is paid, and every carry stays: most payments have no penalty and no fee.
  if (component === 0n) return holders.map(({ carry }) => ({ paid: ZERO, carry }));
  let stakes = 0n;
  let paid = 0n;
  const drafts = holders.map((holder): Draft => {
    const due = component * holder.stake + holder.carry;
    const floor = due > 0n ? divideFloor(due, whole) : 0n;
    stakes += holder.stake;
    paid += floor;
    return { holder, paid: floor, rest: due - floor * whole };
  });
  if (stakes !== whole) throw new RangeError(`stakes add up to ${stakes}, not to ${whole}`);
  settleResidue(drafts, component - paid, whole);
  return drafts.map((draft) => ({ paid: fen(draft.paid), carry: draft.rest }));
}
