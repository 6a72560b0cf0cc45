import { randomIds } from '#server/primitives/ids.ts';

/** A new id for one money verb: made once per form, so that however often it is sent, it happens once. */
export const newRequestId = randomIds(() => Math.floor(performance.timeOrigin + performance.now()));
