import { and, asc, eq, gte, lte } from 'drizzle-orm';
import { account } from '#db/schema/accounts.ts';
import { bid, type settlementChunk } from '#db/schema/loans.ts';
import type { Transaction } from '#db/transaction.ts';
import type { Loan } from '../loan/move-loan.ts';
import { borrowerLeg } from './borrower-leg.ts';
import { INCOME, type TradeLine } from './trade-lines.ts';

type Chunk = Pick<typeof settlementChunk.$inferSelect, 'firstBidId' | 'lastBidId' | 'fee'>;

type ChunkBid = Pick<typeof bid.$inferSelect, 'id' | 'amount' | 'freezeRequestNo'> & {
  accountId: TradeLine['source']['accountId'];
  platformUserNo: string;
};

const bidsOfChunk = (tx: Transaction, loan: Loan, chunk: Chunk) =>
  tx
    .select({
      id: bid.id,
      amount: bid.amount,
      freezeRequestNo: bid.freezeRequestNo,
      accountId: bid.investorAccountId,
      platformUserNo: account.platformUserNo,
    })
    .from(bid)
    .innerJoin(account, eq(account.id, bid.investorAccountId))
    .where(
      and(
        eq(bid.loanId, loan.id),
        eq(bid.state, 'settling'),
        gte(bid.id, chunk.firstBidId),
        lte(bid.id, chunk.lastBidId),
      ),
    )
    .orderBy(asc(bid.id));

/**
 * The lines of one trade of a settlement: each bid's frozen money to the borrower, then the trade's share of the fee
 * out of what they brought. The same at every reading, so the journal has the lines that were sent.
 */
export async function settlementLines(tx: Transaction, loan: Loan, chunk: Chunk): Promise<TradeLine[]> {
  return linesOf(tx, loan, chunk, await bidsOfChunk(tx, loan, chunk));
}

/** The same lines of bids that have been read already, in the order of their ids. */
export async function linesOf(
  tx: Transaction,
  loan: Loan,
  chunk: Pick<Chunk, 'fee'>,
  bids: readonly ChunkBid[],
): Promise<TradeLine[]> {
  const borrower = await borrowerLeg(tx, loan, 'available');
  const tenders = bids.map(
    ({ id, amount, freezeRequestNo, accountId, platformUserNo }): TradeLine => ({
      kind: 'TENDER',
      amount,
      freezeRequestNo,
      bidId: id,
      source: { accountId, bucket: 'frozen', platformUserNo },
      target: borrower,
    }),
  );
  if (chunk.fee === 0n) return tenders;
  return [...tenders, { kind: 'COMMISSION', amount: chunk.fee, source: borrower, target: INCOME }];
}
