import { fromDecimalText } from '#server/primitives/money.ts';
import type { Conclude } from '../custody/conclude.ts';
import { isReversal } from '../custody/verdict.ts';
import { CHART } from '../ledger/chart.ts';
import { post } from '../ledger/post.ts';
import { reverseRecharge } from './reverse-recharge.ts';

/**
 * The channel has paid in: channels → available. A recharge that failed moves nothing; one that had been taken back
 * before we heard of it is posted and reversed.
 */
export const concludeRecharge: Conclude = async (tx, ctx, instruction, outcome) => {
  const { accountId, subject } = instruction;
  if (outcome.kind === 'failed') return;
  if (accountId === null) throw new Error('a recharge without account');
  await post(tx, ctx, [
    {
      kind: 'RECHARGE',
      instructionId: instruction.id,
      lineNumber: 1,
      amount: fromDecimalText(String(subject.amount)),
      occurredAt: outcome.at,
      source: { accountId: CHART.channels.id, bucket: 'available' },
      target: { accountId, bucket: 'available' },
    },
  ]);
  if (isReversal(outcome.record)) await reverseRecharge(tx, ctx, instruction, outcome.record);
};
