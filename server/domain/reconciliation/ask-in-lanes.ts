import type { SystemActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import type { WireRecord } from '../custody/gateway.ts';

const LANES = 8;

/** Does the same with each of many, eight at a time. */
export async function inLanes<One>(many: Iterable<One>, work: (one: One) => Promise<void>): Promise<void> {
  const queue = many[Symbol.iterator]();
  const lane = async (): Promise<void> => {
    for (let next = queue.next(); !next.done; next = queue.next()) await work(next.value);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}

/** The bank's answer; undefined where it knows of nothing. @throws Error when it does not answer */
export async function answerOf(
  ctx: DomainContext<SystemActor>,
  service: string,
  reqData: WireRecord,
): Promise<WireRecord | undefined> {
  const answer = await ctx.custody.send(service, reqData);
  if (answer.kind === 'unknown') throw new Error(`the bank does not answer ${service}: ${answer.reason}`);
  return answer.kind === 'success' ? answer.response : undefined;
}
