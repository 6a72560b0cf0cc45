import { transaction } from '#db/transaction.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { CustomerActor } from '../actors.ts';
import { recordAudit } from '../audit.ts';
import type { DomainContext } from '../context.ts';
import { enqueue } from '../custody/enqueue.ts';
import { newRequestNo } from '../custody/request-no.ts';
import { once } from '../once.ts';
import { activeAccount } from './active-account.ts';
import { authorisationRequest } from './standing-authorisation.ts';

/**
 * Asks the customer, at the bank's own page, for the standing authorisation of the role: bids of an investor,
 * repayments of a borrower, compensations of a guarantor. Renews one that has expired.
 * @throws DomainError ACCOUNT_NOT_OPEN, REQUEST_ID_REUSED
 */
export async function authorise(
  ctx: DomainContext<CustomerActor>,
  input: { requestId: Uuid; returnUrl: string },
): Promise<{ instructionId: Uuid }> {
  const { requestId, ...asked } = input;
  return transaction(ctx, (tx) =>
    once(tx, ctx, { requestId, verb: 'authorise', input: asked }, async () => {
      const { id: accountId, platformUserNo } = await activeAccount(tx, ctx.actor);
      const instructionId = await enqueue(tx, ctx, {
        kind: 'authorise',
        service: 'USER_AUTHORIZATION',
        channel: 'gateway',
        requestNo: newRequestNo(ctx),
        accountId,
        reqData: {
          platformUserNo,
          redirectUrl: input.returnUrl,
          ...authorisationRequest(ctx, { ofEnterprise: ctx.actor.enterpriseId !== null }),
        },
      });
      await recordAudit(tx, ctx, {
        verb: 'authorise',
        objectType: 'account',
        objectId: accountId,
        details: { instructionId },
      });
      return { instructionId };
    }),
  );
}
