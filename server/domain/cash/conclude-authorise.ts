import { requestOf } from '../custody/ask-bank.ts';
import type { Conclude } from '../custody/conclude.ts';
import { grantAuthorisations } from './standing-authorisation.ts';

/** The customer has authorised at the bank's page, or has left it and nothing changes. */
export const concludeAuthorise: Conclude = async (tx, ctx, instruction, outcome) => {
  const { accountId } = instruction;
  if (outcome.kind === 'failed' || accountId === null) return;
  await grantAuthorisations(tx, ctx, accountId, await requestOf(ctx, instruction), outcome.record);
};
