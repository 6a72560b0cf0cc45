import type { Uuid } from '#server/primitives/ids.ts';
import type { DomainContext } from '../context.ts';
import type { BidAnswer, BidOrder } from './bid-order.ts';
import { reserveBids } from './reserve-bids.ts';

const LARGEST_BATCH = 500;

type Waiting = Readonly<{
  ctx: DomainContext;
  order: BidOrder;
  answer: (answer: BidAnswer) => void;
  fail: (error: unknown) => void;
}>;

/** What queues for each loan of this process. Correctness never depends on it: the row lock holds for any number. */
const queues = new Map<Uuid, Waiting[]>();

async function runBatch(loanId: Uuid, batch: readonly Waiting[]): Promise<void> {
  const [first] = batch;
  if (!first) return;
  try {
    const orders = batch.map(({ order }) => order);
    const answers = await reserveBids(first.ctx, loanId, orders);
    first.ctx.failpoint('bid.reserved');
    batch.forEach((waiting, index) => {
      const answer = answers[index];
      if (answer) waiting.answer(answer);
    });
  } catch (error) {
    for (const { fail } of batch) fail(error);
  }
}

/** One batch at a time, each with whatever has come in the meantime, until nobody waits. */
async function drain(loanId: Uuid, queue: Waiting[]): Promise<void> {
  // Whoever asks in the same turn of the event loop belongs to the first batch.
  await Promise.resolve();
  while (queue.length > 0) await runBatch(loanId, queue.splice(0, LARGEST_BATCH));
  queues.delete(loanId);
}

/**
 * Queues a bid for its loan and waits for the batch that takes or refuses it.
 * @throws what the database throws; asking again with the same requestId is then the way to find out
 */
export function queueBid(ctx: DomainContext, order: BidOrder): Promise<BidAnswer> {
  return new Promise((answer, fail) => {
    const waiting: Waiting = { ctx, order, answer, fail };
    const queue = queues.get(order.loanId);
    if (queue) {
      queue.push(waiting);
      return;
    }
    const opened = [waiting];
    queues.set(order.loanId, opened);
    void drain(order.loanId, opened);
  });
}
