import type { Uuid } from '#server/primitives/ids.ts';
import type { DomainContext } from '../context.ts';
import type { Instruction } from './conclude.ts';
import { dispatch } from './dispatch.ts';

const LANES = 8;

/** `dispatch` for many, a few at a time. @returns the instructions as they then stand, in the order of `ids` */
export async function dispatchMany(ctx: DomainContext, ids: readonly Uuid[]): Promise<Instruction[]> {
  const done = new Map<Uuid, Instruction>();
  const queue = ids.values();
  const lane = async (): Promise<void> => {
    for (const id of queue) done.set(id, await dispatch(ctx, id));
  };
  await Promise.all(Array.from({ length: Math.min(LANES, ids.length) }, lane));
  return ids.flatMap((id) => done.get(id) ?? []);
}
