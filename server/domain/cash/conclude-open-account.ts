import { and, eq } from 'drizzle-orm';
import { account } from '#db/schema/accounts.ts';
import { recordAudit } from '../audit.ts';
import { requestOf } from '../custody/ask-bank.ts';
import type { Conclude } from '../custody/conclude.ts';
import { textOf } from '../custody/verdict.ts';
import { lastFourOf } from './rules.ts';
import { grantAuthorisations } from './standing-authorisation.ts';

/**
 * The bank has opened the account: it becomes active with what the bank says of its card. Of two pages for one account
 * the second finds it active and changes nothing; after a failure the account stays `opening` and may be begun again.
 */
export const concludeOpenAccount: Conclude = async (tx, ctx, instruction, outcome) => {
  const { accountId } = instruction;
  if (outcome.kind === 'failed' || accountId === null) return;
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
};
