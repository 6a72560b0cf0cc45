import { eq } from 'drizzle-orm';
import { request } from '#db/schema/operations.ts';
import type { Transaction } from '#db/transaction.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { DomainContext } from './context.ts';

/** What a verb answers and the request table keeps: plain JSON. Amounts as decimal text. */
export type Answer = Readonly<Record<string, string | number | boolean | null>>;

/** JSON that comes out the same whatever the order of the keys; a bigint is its digits. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) => {
    if (typeof item === 'bigint') return item.toString();
    if (typeof item !== 'object' || item === null || Array.isArray(item)) return item;
    return Object.fromEntries(Object.entries(item).sort(([left], [right]) => (left < right ? -1 : 1)));
  });
}

/** The keyed digest by which the input of a request is compared with a later one. */
export const inputDigest = (ctx: Pick<DomainContext, 'vault'>, input: unknown): string =>
  ctx.vault.digest('request', canonical(input));

/**
 * Does `work` for the client's id once, inside the verb's transaction: the same id with the same input is answered
 * what the first was, also while the first is still running. When `work` throws, the id stays free.
 * @param asked `input` is only compared, by a keyed digest: personal data in it is not stored
 * @throws DomainError REQUEST_ID_REUSED for the same id with other input, another verb or another actor
 */
export async function once<Result extends Answer>(
  tx: Transaction,
  ctx: DomainContext,
  asked: { requestId: Uuid; verb: string; input: unknown },
  work: () => Promise<Result>,
): Promise<Result> {
  const { requestId, verb } = asked;
  const actorId = ctx.actor.memberId;
  if (actorId === null) throw new Error(`${verb} is asked for by a member`);
  const inputHash = inputDigest(ctx, asked.input);
  const claimed = await tx
    .insert(request)
    .values({ requestId, verb, actorId, inputHash, result: {}, createdAt: ctx.now() })
    .onConflictDoNothing()
    .returning({ requestId: request.requestId });
  if (claimed.length === 0) {
    const [first] = await tx.select().from(request).where(eq(request.requestId, requestId));
    if (first?.verb !== verb || first.actorId !== actorId || first.inputHash !== inputHash)
      throw new DomainError('REQUEST_ID_REUSED', 'this request id has been used for something else');
    return first.result as Result;
  }
  const result = await work();
  await tx.update(request).set({ result }).where(eq(request.requestId, requestId));
  return result;
}
