import { and, eq } from 'drizzle-orm';
import { account } from '#db/schema/accounts.ts';
import { type Transaction, transaction } from '#db/transaction.ts';
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
import { authorisationRequest } from './standing-authorisation.ts';

type Customer = DomainContext<CustomerActor>;

const ROLES = {
  investor: { role: 'INVESTOR', prefix: 'INV' },
  borrower: { role: 'BORROWERS', prefix: 'BOR' },
  guarantor: { role: 'GUARANTEECORP', prefix: 'GUA' },
} as const;

/** The member's account of the role, made `opening` when there is none. The caller holds the member's lock. */
async function openingAccount(tx: Transaction, ctx: Customer, personId: Uuid): Promise<{ id: Uuid; userNo: string }> {
  const { role, prefix } = ROLES[ctx.actor.kind];
  const [found] = await tx
    .select({ id: account.id, state: account.state, userNo: account.platformUserNo })
    .from(account)
    .where(and(eq(account.memberId, ctx.actor.memberId), eq(account.role, role)))
    .for('update');
  if (found && found.state !== 'opening') throw new DomainError('ACCOUNT_ALREADY_OPEN', 'the account is open already');
  if (found) {
    await tx.update(account).set({ personId }).where(eq(account.id, found.id));
    return found;
  }
  const id = ctx.newId();
  // The random half of a UUIDv7: short, and never met again.
  const userNo = `${prefix}-${id.slice(-17).replace('-', '').toUpperCase()}`;
  await tx.insert(account).values({
    id,
    personId,
    memberId: ctx.actor.memberId,
    role,
    platformUserNo: userNo,
    state: 'opening',
    createdAt: ctx.now(),
  });
  return { id, userNo };
}

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
      const opening = await openingAccount(tx, ctx, personId);
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
          userRole: ROLES[ctx.actor.kind].role,
          checkType: 'LIMIT',
          userLimitType: 'ID_CARD_NO_UNIQUE',
          redirectUrl: returnUrl,
          ...authorisationRequest(ctx),
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
