import { transaction } from '#db/transaction.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { type Money, toDecimalText } from '#server/primitives/money.ts';
import type { CustomerActor } from '../actors.ts';
import { recordAudit } from '../audit.ts';
import type { DomainContext } from '../context.ts';
import { enqueue } from '../custody/enqueue.ts';
import { newRequestNo } from '../custody/request-no.ts';
import { once } from '../once.ts';
import { activeAccount } from './active-account.ts';

/** The payment company that carries web recharges to the bank. */
const PAY_COMPANY = 'YEEPAY';

/**
 * Begins a recharge: the customer pays at the bank's own page, and the money is ours to show when the bank says so by
 * NOTIFY or query, never when the browser comes back.
 * @throws DomainError CASH_AT_BANK_ONLY, AMOUNT_NOT_POSITIVE, ACCOUNT_NOT_OPEN, REQUEST_ID_REUSED
 */
export async function recharge(
  ctx: DomainContext<CustomerActor>,
  input: { requestId: Uuid; amount: Money; returnUrl: string },
): Promise<{ instructionId: Uuid }> {
  const { requestId, amount, returnUrl } = input;
  if (ctx.custody.mode === 'linked') throw new DomainError('CASH_AT_BANK_ONLY', 'e-accounts are filled at the bank');
  if (amount <= 0n) throw new DomainError('AMOUNT_NOT_POSITIVE', 'a recharge is of more than nothing');
  return transaction(ctx, (tx) =>
    once(tx, ctx, { requestId, verb: 'recharge', input: { amount, returnUrl } }, async () => {
      const payer = await activeAccount(tx, ctx.actor);
      const text = toDecimalText(amount);
      const instructionId = await enqueue(tx, ctx, {
        kind: 'recharge',
        service: 'RECHARGE',
        channel: 'gateway',
        requestNo: newRequestNo(ctx),
        accountId: payer.id,
        subject: { amount: text },
        reqData: {
          platformUserNo: payer.platformUserNo,
          amount: text,
          expectPayCompany: PAY_COMPANY,
          rechargeWay: 'WEB',
          payType: ctx.actor.enterpriseId === null ? 'B2C' : 'B2B',
          bankcode: payer.bankCode,
          callbackMode: 'DIRECT_CALLBACK',
          redirectUrl: returnUrl,
        },
      });
      await recordAudit(tx, ctx, {
        verb: 'recharge',
        objectType: 'account',
        objectId: payer.id,
        details: { instructionId, amount: text },
      });
      return { instructionId };
    }),
  );
}
