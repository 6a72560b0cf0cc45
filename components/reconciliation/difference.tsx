import { Amount } from '#components/money/amount.tsx';
import type { Money } from '#server/primitives/money.ts';

/** What one side has more than the other; `differs` also where equal sums hide that something does. */
export function Difference({ value, differs = value !== 0n }: { value: Money; differs?: boolean }) {
  return (
    <span className={differs ? 'font-medium text-risk' : 'text-faint'}>
      <Amount value={value} signed />
    </span>
  );
}
