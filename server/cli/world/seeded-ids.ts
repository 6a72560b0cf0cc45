import { createHash } from 'node:crypto';
import { type IdSource, uuidFrom } from '#server/primitives/ids.ts';

/**
 * Ids counted from a seed: the nth is the same each time, and sorts by the day it was made on, since pages list by id
 * what is newest. Call it with that day's beginning for a source of ids of the day.
 */
export function seededIds(seed: string): (dayMs: number) => IdSource {
  let made = 0;
  return (dayMs) => () => {
    made += 1;
    const random = createHash('sha256').update(`${seed} ${made}`).digest().subarray(0, 10);
    return uuidFrom(dayMs + made, random);
  };
}
