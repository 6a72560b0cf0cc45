import type { PlainDate } from '#server/primitives/calendar.ts';
import { type Money, minus, plus } from '#server/primitives/money.ts';
import { type Holder, splitAmong } from './split.ts';

type Owed = Readonly<{ dueOn: PlainDate; principal: Money; interest: Money }>;
export type ShareRow = Readonly<{ dueOn: PlainDate; principal: Money; interest: Money; total: Money }>;

/**
 * What an investor with a stake would receive of each row, everybody else taken as one other holder: right to the
 * fen or one beside it, since the fen left over go to other people's fractions too.
 */
export function previewShare(rows: readonly Owed[], whole: Money, stake: Money): ShareRow[] {
  const rest = minus(whole, stake);
  const carries = { principal: [0n, 0n], interest: [0n, 0n] };
  const share = (component: 'principal' | 'interest', amount: Money): Money => {
    const holders: Holder[] = [
      { id: '0', stake, carry: carries[component][0] ?? 0n },
      { id: '1', stake: rest, carry: carries[component][1] ?? 0n },
    ];
    const used = rest > 0n ? holders : holders.slice(0, 1);
    const shares = splitAmong(amount, whole, used);
    carries[component] = shares.map((each) => each.carry);
    return shares[0]?.paid ?? amount;
  };
  return rows.map((row) => {
    const principal = share('principal', row.principal);
    const interest = share('interest', row.interest);
    return { dueOn: row.dueOn, principal, interest, total: plus(principal, interest) };
  });
}
