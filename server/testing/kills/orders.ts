import type { PlainDate } from '#server/primitives/calendar.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { Money } from '#server/primitives/money.ts';
import type { Part } from '../../domain/repayment/prepayment-quote.ts';

/** A member with an account at the bank, as a session would name him. */
export type Ids = Readonly<{ memberId: Uuid; personId: Uuid; accountId: Uuid }>;

/** What a process of the platform can be asked to do: a portal's requests, or a worker's day. */
export type Order =
  | Readonly<{ do: 'accept-offer'; who: Ids; loanId: Uuid }>
  | Readonly<{ do: 'place-bid'; who: Ids; requestId: Uuid; loanId: Uuid; amount: Money }>
  | Readonly<{ do: 'cancel-bid'; who: Ids; requestId: Uuid; loanId: Uuid; bidId: Uuid }>
  | Readonly<{ do: 'fail-loan'; loanId: Uuid }>
  | Readonly<{ do: 'settle-loan'; loanId: Uuid }>
  | Readonly<{ do: 'bid-by-password'; who: Ids; requestId: Uuid; loanId: Uuid; amount: Money; returnUrl: string }>
  | Readonly<{ do: 'pay-instalment'; who: Ids; requestId: Uuid; loanId: Uuid; amount?: Money }>
  | Readonly<{ do: 'pay-off'; who: Ids; requestId: Uuid; loanId: Uuid; on: PlainDate; total: Money }>
  | Readonly<{ do: 'prepay'; who: Ids; requestId: Uuid; loanId: Uuid; on: PlainDate; total: Money } & Part>
  | Readonly<{ do: 'compensate'; loanId: Uuid }>
  | Readonly<{ do: 'cancel-withdrawal'; who: Ids; requestId: Uuid; withdrawalId: Uuid }>
  | Readonly<{ do: 'intercept-withdrawal'; memberId: Uuid; requestId: Uuid; withdrawalId: Uuid; reason: string }>
  | Readonly<{ do: 'approve-order'; memberId: Uuid; requestId: Uuid; orderId: Uuid }>
  | Readonly<{ do: 'travel'; to: PlainDate }>
  /** Answers at once with the address at which the bank's notifies are taken from now on. */
  | Readonly<{ do: 'take-notifies' }>
  /** Answers at once; the worker's rounds go on until it is told to rest. */
  | Readonly<{ do: 'work' }>
  /** Ends its rounds, and takes no more notifies. */
  | Readonly<{ do: 'rest' }>
  /** Opens everything anew, to end at a failpoint. */
  | Readonly<{ do: 'arm'; failpoint: string }>
  /** Finishes the work in hand and leaves. */
  | Readonly<{ do: 'leave' }>;

/** What came of an order: the verb's result, or the code it refused with. */
export type Answer =
  | Readonly<{ kind: 'done'; result: Readonly<Record<string, unknown>> }>
  | Readonly<{ kind: 'refused'; code: string; message: string }>;
