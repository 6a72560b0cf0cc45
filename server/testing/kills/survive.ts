import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'vitest';
import type { Uuid } from '#server/primitives/ids.ts';
import type { Answer } from './orders.ts';
import type { Process } from './process.ts';
import { type Prepare, type Scene, WORK } from './scene.ts';
import { expectSound } from './soundness.ts';
import type { World } from './world.ts';

const DEADLINE_MS = 30_000;
const LOOK_EVERY_MS = 40;

async function countLive(world: World, objectId: Uuid): Promise<number> {
  const [row] = await world.wiring.pool.sql`select count(*)::int as live from instruction
    where (loan_id = ${objectId} or account_id = ${objectId}) and state in ('created', 'sent', 'unknown', 'accepted')`;
  return row?.live;
}

/** Waits while nothing of the loan or account rests longer than it must. Looks seldom: others need the processors. */
async function soon(world: World, objectId: Uuid, what: string, look: () => Promise<boolean> | boolean): Promise<void> {
  const until = performance.now() + DEADLINE_MS;
  while (!(await look())) {
    if (performance.now() > until) throw new Error(`not within ${DEADLINE_MS} ms: ${what}`);
    await world.pausesEnd(objectId);
    await delay(LOOK_EVERY_MS);
  }
}

/** Asks a process what its scene begins with; one that takes notifies is made known to the bank. */
async function ask(world: World, asked: Process, { order }: Scene): Promise<Answer | undefined> {
  const answer = await asked.ask(order);
  if (order.do === 'take-notifies' && answer?.kind === 'done') await world.notifyAt(String(answer.result.url));
  return answer;
}

/** Arms the process that stands, asks it, and sees it die at the failpoint of SIGKILL. */
async function die(world: World, failpoint: string, scene: Scene): Promise<void> {
  const doomed = await world.standing();
  try {
    await doomed.ask({ do: 'arm', failpoint });
    const said = await ask(world, doomed, scene);
    if (said && scene.order.do !== 'work' && scene.order.do !== 'take-notifies')
      throw new Error(`it was to die at ${failpoint}, and said ${JSON.stringify(said)}`);
    await scene.trigger?.();
    await soon(world, scene.objectId, `the process dies at ${failpoint} ${doomed.complaints()}`, doomed.hasEnded);
    expect(await doomed.ending).toBe('SIGKILL');
  } finally {
    doomed.kill();
    await doomed.ending;
  }
}

/** The same role anew, asked the same; then a worker, until the journey is over. */
async function goOn(world: World, next: Process, scene: Scene): Promise<Answer | undefined> {
  const answer = await ask(world, next, scene);
  await scene.followUp?.(answer);
  if (scene.order.do !== 'work') await next.ask(WORK);
  await soon(
    world,
    scene.objectId,
    'the journey comes to its end',
    async () => (await countLive(world, scene.objectId)) === 0 && (await scene.isOver()),
  );
  await next.ask({ do: 'rest' });
  return answer;
}

/**
 * Kills a process at a failpoint, lets its leases run out, starts a new one in the same role, which may die at the
 * next failpoint, and sees that everything comes to the end it would have come to: legal states, nothing lost, nothing
 * twice, the same money here and at the bank. Whoever is left is the next to die.
 */
export async function survive(world: World, failpoints: readonly string[], prepare: Prepare): Promise<void> {
  const scene = await prepare(world);
  for (const failpoint of failpoints) {
    await die(world, failpoint, scene);
    await world.leasesRunOut(scene.objectId);
  }
  const next = await world.standing();
  try {
    const answer = await goOn(world, next, scene);
    expect(next.complaints()).toBe('');
    await scene.verify(answer);
    await expectSound(world, scene);
  } catch (error) {
    next.kill();
    await next.ending;
    throw error;
  }
}
