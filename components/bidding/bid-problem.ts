import type { AmountProblem } from '#components/money/money-input.tsx';
import type { LoanView } from '#components/trpc/outputs.ts';
import { lesser, type Money } from '#server/primitives/money.ts';

type Rules = Pick<LoanView, 'remaining' | 'minimumBid' | 'bidStep'>;

/** What is plainly wrong with a bid, told while it is typed. The server decides, and knows more. */
export function bidProblem(loan: Rules, spendable: Money, amount: Money): AmountProblem | undefined {
  const { remaining, minimumBid, bidStep } = loan;
  if (amount > remaining) {
    return { code: 'AMOUNT_OVER_REMAINING', details: { remainingFen: remaining.toString() } };
  }
  if (amount < remaining && amount < minimumBid) {
    return { code: 'AMOUNT_BELOW_MINIMUM', details: { minimumFen: lesser(minimumBid, remaining).toString() } };
  }
  if (amount < remaining && (amount - minimumBid) % bidStep !== 0n) {
    return {
      code: 'AMOUNT_OFF_STEP',
      details: { minimumFen: minimumBid.toString(), stepFen: bidStep.toString() },
    };
  }
  if (amount > spendable) return { code: 'AMOUNT_OVER_BALANCE', details: { balanceFen: spendable.toString() } };
  return undefined;
}
