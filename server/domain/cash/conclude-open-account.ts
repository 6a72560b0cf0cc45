import { and, eq, inArray } from 'drizzle-orm';
import { account } from '#db/schema/accounts.ts';
import { enterprise } from '#db/schema/people.ts';
import type { Transaction } from '#db/transaction.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { statesAccepting, transition } from '#server/primitives/state-machine.ts';
import { recordAudit } from '../audit.ts';
import type { DomainContext } from '../context.ts';
import { requestOf } from '../custody/ask-bank.ts';
import type { Conclude, Instruction, Outcome } from '../custody/conclude.ts';
import { textOf } from '../custody/verdict.ts';
import { type EnterpriseEvent, enterpriseMachine } from './enterprise-states.ts';
import { newUserNo } from './opening-account.ts';
import { lastFourOf } from './rules.ts';
import { grantAuthorisations } from './standing-authorisation.ts';

async function moveEnterprise(
  tx: Transaction,
  ctx: DomainContext,
  id: Uuid,
  event: EnterpriseEvent,
  auditReason: string | null,
): Promise<void> {
  const [known] = await tx
    .select({ state: enterprise.state })
    .from(enterprise)
    .where(and(eq(enterprise.id, id), inArray(enterprise.state, statesAccepting(enterpriseMachine, event))))
    .for('update');
  if (!known) return;
  const state = transition<typeof known.state, EnterpriseEvent>(enterpriseMachine, known.state, event);
  await tx.update(enterprise).set({ state, auditReason }).where(eq(enterprise.id, id));
  await recordAudit(tx, ctx, {
    verb: 'conclude-open-account',
    objectType: 'enterprise',
    objectId: id,
    fromState: known.state,
    toState: state,
  });
}

/** A clerk's no. He may let it come again under the same number, or not: then the next try takes another. */
async function applyFailure(
  tx: Transaction,
  ctx: DomainContext,
  { accountId, subject }: Instruction,
  outcome: Extract<Outcome, { kind: 'failed' }>,
): Promise<void> {
  const { errorCode, errorMessage } = outcome;
  if (accountId === null || (errorCode !== 'BACK' && errorCode !== 'REFUSED')) return;
  if (typeof subject.enterpriseId === 'string')
    await moveEnterprise(tx, ctx, subject.enterpriseId as Uuid, 'send-back', errorMessage);
  if (errorCode !== 'REFUSED') return;
  const [held] = await tx
    .select({ userNo: account.platformUserNo })
    .from(account)
    .where(and(eq(account.id, accountId), eq(account.state, 'opening')))
    .for('update');
  if (!held) return;
  const prefix = held.userNo.split('-')[0] ?? '';
  await tx
    .update(account)
    .set({ platformUserNo: newUserNo(ctx, prefix) })
    .where(eq(account.id, accountId));
}

/**
 * The bank has opened the account: it becomes active with what the bank says of its card. Of two pages for one account
 * the second finds it active and changes nothing; after a failure the account stays `opening` and may be begun again.
 */
export const concludeOpenAccount: Conclude = async (tx, ctx, instruction, outcome) => {
  const { accountId, subject } = instruction;
  if (outcome.kind === 'failed') return applyFailure(tx, ctx, instruction, outcome);
  if (accountId === null) return;
  const reqData = await requestOf(ctx, instruction);
  const cardNumber = textOf(outcome.record, 'bankcardNo') ?? textOf(reqData, 'bankcardNo');
  const [opened] = await tx
    .update(account)
    .set({
      state: 'active',
      activatedAt: outcome.at,
      cardLastFour: cardNumber === undefined ? null : lastFourOf(cardNumber),
      bankCode: textOf(outcome.record, 'bankcode') ?? null,
    })
    .where(and(eq(account.id, accountId), eq(account.state, 'opening')))
    .returning({ id: account.id });
  if (!opened) return;
  await grantAuthorisations(tx, ctx, accountId, reqData, outcome.record);
  await recordAudit(tx, ctx, {
    verb: 'conclude-open-account',
    objectType: 'account',
    objectId: accountId,
    fromState: 'opening',
    toState: 'active',
  });
  if (typeof subject.enterpriseId === 'string')
    await moveEnterprise(tx, ctx, subject.enterpriseId as Uuid, 'pass', null);
};
