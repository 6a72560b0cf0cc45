import { sql } from 'drizzle-orm';
import { arrayOf } from '#db/arrays.ts';
import { executePrepared } from '#db/prepared.ts';
import { request } from '#db/schema/operations.ts';
import type { Transaction } from '#db/transaction.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { DomainContext } from '../context.ts';
import { inputDigest } from '../once.ts';
import type { BidAnswer, BidOrder } from './bid-order.ts';
import type { AcceptedBid } from './write-bids.ts';

const VERB = 'place-bid';

type Remembered = { bidId: Uuid; instructionId: Uuid };

const digestOf = (ctx: DomainContext, { loanId, amount, byPassword }: BidOrder): string =>
  inputDigest(ctx, byPassword ? { loanId, amount, byPassword: true } : { loanId, amount });

/**
 * Orders whose requestId has been answered before: with the same bid when they ask for the same, else refused with
 * REQUEST_ID_REUSED. Read under the loan's lock, so that no other batch of the loan is between.
 */
export async function findReplays(
  tx: Transaction,
  ctx: DomainContext,
  orders: readonly BidOrder[],
): Promise<Map<Uuid, BidAnswer>> {
  const ids = orders.map(({ requestId }) => requestId);
  const rows = await tx
    .select()
    .from(request)
    .where(sql`${request.requestId} = any(${arrayOf('uuid', ids)})`)
    .prepare('replays')
    .execute();
  const known = new Map(rows.map((row) => [row.requestId, row]));
  const answers = new Map<Uuid, BidAnswer>();
  for (const order of orders) {
    const row = known.get(order.requestId);
    if (!row) continue;
    const same = row.verb === VERB && row.actorId === order.actor.memberId && row.inputHash === digestOf(ctx, order);
    answers.set(
      order.requestId,
      same
        ? { kind: 'taken', ...(row.result as Remembered) }
        : {
            kind: 'refused',
            error: new DomainError('REQUEST_ID_REUSED', 'the request id has been used for something else'),
          },
    );
  }
  return answers;
}

/** Somebody else's verb took the same requestId at this very moment: the batch is decided anew, and finds it. */
const lostRace = (): Error => Object.assign(new Error('a request id was taken meanwhile'), { code: '40001' });

/** Keeps the answer of each accepted bid, for whoever asks again with its requestId. */
export async function rememberBids(
  tx: Transaction,
  ctx: DomainContext,
  bids: readonly AcceptedBid[],
  instructionIds: readonly Uuid[],
): Promise<void> {
  const column = (type: 'uuid' | 'text', pick: (bid: AcceptedBid, index: number) => string) =>
    arrayOf(type, bids.map(pick));
  const claimed = await executePrepared(
    tx,
    sql`
    insert into request (request_id, verb, actor_id, input_hash, result, created_at)
    select line.request_id, ${VERB}, line.actor_id, line.input_hash,
      jsonb_build_object('bidId', line.bid_id, 'instructionId', line.instruction_id),
      ${ctx.now().toISOString()}::timestamptz
    from unnest(${column('uuid', (bid) => bid.order.requestId)}, ${column('uuid', (bid) => bid.order.actor.memberId)},
      ${column('text', (bid) => digestOf(ctx, bid.order))}, ${column('text', (bid) => bid.bidId)},
      ${column('text', (_, index) => instructionIds[index] ?? '')})
      as line (request_id, actor_id, input_hash, bid_id, instruction_id)
    on conflict do nothing returning request_id`,
  );
  if (claimed.length < bids.length) throw lostRace();
}
