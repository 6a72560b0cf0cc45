import { transaction } from '#db/transaction.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { CustomerActor } from '../actors.ts';
import { recordAudit } from '../audit.ts';
import type { DomainContext } from '../context.ts';
import { enqueue } from '../custody/enqueue.ts';
import type { WireRecord } from '../custody/gateway.ts';
import { newRequestNo } from '../custody/request-no.ts';
import { once } from '../once.ts';
import { bindEnterprise } from './bind-enterprise.ts';
import { type EnterpriseFacts, readEnterprise } from './enterprise-facts.ts';
import { CUSTODY_ROLES, openingAccount } from './opening-account.ts';
import { authorisationRequest } from './standing-authorisation.ts';

/** The facts under the wire's names. */
const companyOnWire = (facts: EnterpriseFacts): WireRecord => ({
  enterpriseName: facts.name,
  unifiedCode: facts.unifiedCode,
  bankLicense: facts.bankLicense,
  legal: facts.legalName,
  idCardType: 'PRC_ID',
  legalIdCardNo: facts.legalIdNumber,
  contact: facts.contactName,
  contactPhone: facts.contactPhone,
  bankcardNo: facts.accountNumber,
  bankcode: facts.bankCode,
});

/**
 * Begins to open a custody account for an enterprise, in the actor's role: the enterprise is written down sealed, the
 * bank's own page takes the password, then the bank's clerk audits it. May be begun again when the clerk has sent the
 * papers back or refused them.
 * @param input `returnUrl` is where the bank sends the browser back to
 * @throws DomainError INPUT_INVALID (details.field, details.problem), ACCOUNT_ALREADY_OPEN, CONFLICT while the clerk
 *   audits, REQUEST_ID_REUSED
 */
export async function openEnterpriseAccount(
  ctx: DomainContext<CustomerActor>,
  input: EnterpriseFacts & { requestId: Uuid; returnUrl: string },
): Promise<{ instructionId: Uuid }> {
  const { requestId, returnUrl, ...typed } = input;
  const facts = readEnterprise(ctx, typed);
  return transaction(ctx, (tx) =>
    once(tx, ctx, { requestId, verb: 'open-enterprise-account', input: { ...facts, returnUrl } }, async () => {
      const { enterpriseId, personId } = await bindEnterprise(tx, ctx, ctx.actor.memberId, facts);
      const opening = await openingAccount(tx, ctx, { personId, enterpriseId });
      const instructionId = await enqueue(tx, ctx, {
        kind: 'open-account',
        service: 'ENTERPRISE_REGISTER',
        channel: 'gateway',
        requestNo: newRequestNo(ctx),
        accountId: opening.id,
        subject: { enterpriseId },
        reqData: {
          platformUserNo: opening.userNo,
          ...companyOnWire(facts),
          userRole: CUSTODY_ROLES[ctx.actor.kind].role,
          redirectUrl: returnUrl,
          ...authorisationRequest(ctx, { ofEnterprise: true }),
        },
      });
      await recordAudit(tx, ctx, {
        verb: 'open-enterprise-account',
        objectType: 'account',
        objectId: opening.id,
        toState: 'opening',
        details: { instructionId, enterpriseId },
      });
      return { instructionId };
    }),
  );
}
