import type { Actor, SystemActor } from '#server/domain/actors.ts';
import { mintSystem } from '#server/domain/actors.ts';
import type { DomainContext } from '#server/domain/context.ts';
import { instantAt, type PlainDate } from '#server/primitives/calendar.ts';
import type { Wiring } from '#server/wiring.ts';
import { seededIds } from './seeded-ids.ts';

/** Where the world is played: verbs on the portal's wiring, with ids that come out the same each time. */
export type Stage = Readonly<{
  wiring: Wiring;
  /** Day 0. */
  start: PlainDate;
  system: () => Promise<DomainContext<SystemActor>>;
  /**
   * The wiring as one line of the play sees it: its ids are counted from its own name, so that lines may be played at
   * the same time and the world still is the same.
   */
  line: (name: string) => Wiring;
}>;

export function stageOf(wiring: Wiring, start: PlainDate): Stage {
  const line = (name: string): Wiring => {
    const idsOf = seededIds(name);
    const contextFor = async <Who extends Actor>(actor: Who): Promise<DomainContext<Who>> => {
      const ctx = await wiring.contextFor(actor);
      return { ...ctx, newId: idsOf(instantAt(ctx.businessDate).getTime()) };
    };
    return { ...wiring, contextFor };
  };
  return { wiring, start, system: () => wiring.contextFor(mintSystem()), line };
}

/** Works through a list a few at a time; results in its order. */
export async function inLanes<Item, Result>(
  items: readonly Item[],
  lanes: number,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const queue = items.entries();
  const lane = async (): Promise<void> => {
    for (const [index, item] of queue) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(lanes, items.length) }, lane));
  return results;
}
