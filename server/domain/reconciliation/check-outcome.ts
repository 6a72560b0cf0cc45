import type { CheckName, CheckState } from '#db/schema/reconciliation.ts';
import type { Money } from '#server/primitives/money.ts';
import type { Break } from './compare.ts';

/** What one check of one day came to. Left is ours, right the bank's; `compared` counts the objects looked at. */
export type CheckOutcome = Readonly<{
  check: CheckName;
  state: CheckState;
  left: Money;
  right: Money;
  compared: number;
  breaks: readonly Break[];
}>;
