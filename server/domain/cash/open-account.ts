import { transaction } from '#db/transaction.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { CustomerActor } from '../actors.ts';
import { recordAudit } from '../audit.ts';
import type { DomainContext } from '../context.ts';
import { enqueue } from '../custody/enqueue.ts';
import { newRequestNo } from '../custody/request-no.ts';
import { once } from '../once.ts';
import { bindPerson } from './bind-person.ts';
import { type Identity, readIdentity } from './identity.ts';
import { CUSTODY_ROLES, openingAccount } from './opening-account.ts';
import { authorisationRequest } from './standing-authorisation.ts';

type Customer = DomainContext<CustomerActor>;

/**
 * Begins to open the actor's custody account: the person is written down sealed, and the bank's own page, reached
 * through `openPage`, does the rest, standing authorisation included. May be begun again while nothing has come of it.
 * @param input `returnUrl` is where the bank sends the browser back to
 * @throws DomainError FORBIDDEN for a guarantor, who is an enterprise, INPUT_INVALID (details.field, details.problem),
 *   ACCOUNT_ALREADY_OPEN, SAME_PERSON, CONFLICT, REQUEST_ID_REUSED
 */
export async function openAccount(
  ctx: Customer,
  input: Identity & { requestId: Uuid; returnUrl: string },
): Promise<{ instructionId: Uuid }> {
  const { requestId, returnUrl, ...typed } = input;
  if (ctx.actor.kind === 'guarantor') throw new DomainError('FORBIDDEN', 'a guarantor is an enterprise');
  const identity = readIdentity(ctx, typed);
  return transaction(ctx, (tx) =>
    once(tx, ctx, { requestId, verb: 'open-account', input: { ...identity, returnUrl } }, async () => {
      const personId = await bindPerson(tx, ctx, ctx.actor.memberId, identity);
      const opening = await openingAccount(tx, ctx, { personId, enterpriseId: null });
      const instructionId = await enqueue(tx, ctx, {
        kind: 'open-account',
        service: 'PERSONAL_REGISTER_EXPAND',
        channel: 'gateway',
        requestNo: newRequestNo(ctx),
        accountId: opening.id,
        reqData: {
          platformUserNo: opening.userNo,
          realName: identity.realName,
          idCardType: 'PRC_ID',
          idCardNo: identity.idNumber,
          mobile: identity.phone,
          bankcardNo: identity.cardNumber,
          userRole: CUSTODY_ROLES[ctx.actor.kind].role,
          checkType: 'LIMIT',
          userLimitType: 'ID_CARD_NO_UNIQUE',
          redirectUrl: returnUrl,
          ...authorisationRequest(ctx, { ofEnterprise: false }),
        },
      });
      await recordAudit(tx, ctx, {
        verb: 'open-account',
        objectType: 'account',
        objectId: opening.id,
        toState: 'opening',
        details: { instructionId },
      });
      return { instructionId };
    }),
  );
}
