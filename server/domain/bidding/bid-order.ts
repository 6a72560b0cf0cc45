import type { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { Money } from '#server/primitives/money.ts';
import type { InvestorActor } from '../actors.ts';

/** One wish to bid, as it queues for its loan. */
export type BidOrder = Readonly<{
  actor: InvestorActor;
  requestId: Uuid;
  loanId: Uuid;
  amount: Money;
  /** To be frozen at the bank's own page, which sends the browser back to this address. */
  byPassword?: Readonly<{ returnUrl: string }>;
}>;

/** The answer to a wish: taken, with the instruction that freezes its money at the bank, or refused. */
export type BidAnswer =
  | Readonly<{ kind: 'taken'; bidId: Uuid; instructionId: Uuid }>
  | Readonly<{ kind: 'refused'; error: DomainError }>;
