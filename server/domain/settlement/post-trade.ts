import type { Transaction } from '#db/transaction.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { DomainContext } from '../context.ts';
import { post } from '../ledger/post.ts';
import type { TradeLine } from './trade-lines.ts';

/** Mirrors every line of a trade that the bank has done, numbered as they were sent. */
export function postTrade(
  tx: Transaction,
  ctx: DomainContext,
  trade: { instructionId: Uuid; loanId: Uuid; at: Date },
  lines: readonly TradeLine[],
): Promise<void> {
  return post(
    tx,
    ctx,
    lines.map(({ kind, amount, source, target, bidId }, index) => ({
      kind,
      amount,
      instructionId: trade.instructionId,
      lineNumber: index + 1,
      loanId: trade.loanId,
      bidId: bidId ?? null,
      occurredAt: trade.at,
      source: { accountId: source.accountId, bucket: source.bucket },
      target: { accountId: target.accountId, bucket: target.bucket },
    })),
  );
}
