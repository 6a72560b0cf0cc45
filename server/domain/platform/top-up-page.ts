import type { Transaction } from '#db/transaction.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { toDecimalText } from '#server/primitives/money.ts';
import type { DomainContext } from '../context.ts';
import { enqueue } from '../custody/enqueue.ts';
import { newRequestNo } from '../custody/request-no.ts';
import { platformAccountById } from './accounts.ts';
import type { PlatformOrder } from './move-order.ts';

/** The payment company that carries the platform's own money to the bank. */
const PAY_COMPANY = 'YEEPAY';

/** The bank's page at which the platform pays in from its corporate account. @returns the instruction's id */
export function topUpPage(
  tx: Transaction,
  ctx: DomainContext,
  order: PlatformOrder,
  redirectUrl: string,
): Promise<Uuid> {
  const target = platformAccountById(order.targetAccountId);
  const amount = toDecimalText(order.amount);
  return enqueue(tx, ctx, {
    kind: 'top-up',
    service: 'RECHARGE',
    channel: 'gateway',
    requestNo: newRequestNo(ctx),
    accountId: target.id,
    subject: { orderId: order.id, amount },
    reqData: {
      platformUserNo: target.platformUserNo,
      amount,
      expectPayCompany: PAY_COMPANY,
      rechargeWay: 'WEB',
      payType: 'B2B',
      callbackMode: 'DIRECT_CALLBACK',
      redirectUrl,
    },
  });
}
