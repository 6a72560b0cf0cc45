import { createHash } from 'node:crypto';
import { type IdSource, uuidFrom } from '#server/primitives/ids.ts';

/** Ids counted from a seed: a millisecond apart from `startMs` on, so that they sort in the order of their making. */
export function seededIds(seed: string, startMs: number): IdSource {
  let made = 0;
  return () => {
    made += 1;
    const random = createHash('sha256').update(`${seed} ${made}`).digest().subarray(0, 10);
    return uuidFrom(startMs + made, random);
  };
}
