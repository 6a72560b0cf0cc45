import { type PlatformOrderKind, platformOrder } from '#db/schema/platform.ts';
import { transaction } from '#db/transaction.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { type Money, toDecimalText } from '#server/primitives/money.ts';
import type { AdminActor } from '../actors.ts';
import { recordAudit } from '../audit.ts';
import type { DomainContext } from '../context.ts';
import { CHART } from '../ledger/chart.ts';
import { requireRole } from '../loan/rules.ts';
import { once } from '../once.ts';
import { platformAccount } from './accounts.ts';

export type OrderInput = Readonly<{
  requestId: Uuid;
  kind: PlatformOrderKind;
  /** platformUserNo of the account that pays; null where the money comes from outside. */
  source: string | null;
  /** platformUserNo of the account that gets it; null where it leaves for the platform's card. */
  target: string | null;
  amount: Money;
  reason: string;
}>;

/** Which of both accounts a kind of order has. */
const ENDS: Readonly<Record<PlatformOrderKind, Readonly<{ source: boolean; target: boolean }>>> = {
  transfer: { source: true, target: true },
  'top-up': { source: false, target: true },
  withdrawal: { source: true, target: false },
};

/** @throws DomainError INPUT_INVALID, NOT_FOUND, CASH_AT_BANK_ONLY, AMOUNT_NOT_POSITIVE */
function endsOf(ctx: DomainContext, { kind, source, target, amount }: OrderInput) {
  const ends = ENDS[kind];
  if ((source !== null) !== ends.source || (target !== null) !== ends.target || source === target)
    throw new DomainError('INPUT_INVALID', `a ${kind} has other ends`);
  if (kind === 'withdrawal' && source !== CHART.income.platformUserNo)
    throw new DomainError('INPUT_INVALID', 'only own funds leave for the card');
  if (kind !== 'transfer' && ctx.custody.mode === 'linked')
    throw new DomainError('CASH_AT_BANK_ONLY', 'e-accounts are filled and emptied at the bank');
  if (amount <= 0n) throw new DomainError('AMOUNT_NOT_POSITIVE', 'an order is of more than nothing');
  return {
    sourceAccountId: source === null ? null : platformAccount(source).id,
    targetAccountId: target === null ? null : platformAccount(target).id,
  };
}

/**
 * Proposes to move the platform's own money, with a reason: between its accounts, in from outside, or out to its card.
 * Nothing moves before another member of staff approves it.
 * @throws DomainError FORBIDDEN, INPUT_INVALID, NOT_FOUND, CASH_AT_BANK_ONLY, AMOUNT_NOT_POSITIVE, REQUEST_ID_REUSED
 */
export async function proposeOrder(ctx: DomainContext<AdminActor>, input: OrderInput): Promise<{ orderId: Uuid }> {
  requireRole(ctx.actor, 'finance');
  const ends = endsOf(ctx, input);
  const { requestId, kind, source, target, amount, reason } = input;
  const asked = { requestId, verb: 'propose-platform-order', input: { kind, source, target, amount, reason } };
  return transaction(ctx, (tx) =>
    once(tx, ctx, asked, async () => {
      const orderId = ctx.newId();
      await tx.insert(platformOrder).values({
        ...ends,
        id: orderId,
        kind,
        amount,
        reason,
        state: 'proposed',
        makerId: ctx.actor.memberId,
        madeAt: ctx.now(),
        businessDate: ctx.businessDate,
      });
      await recordAudit(tx, ctx, {
        verb: 'platform-order-propose',
        objectType: 'platform-order',
        objectId: orderId,
        toState: 'proposed',
        reason,
        details: { kind, source, target, amount: toDecimalText(amount) },
      });
      return { orderId };
    }),
  );
}
