import type { Uuid } from '#server/primitives/ids.ts';
import type { Answer, Order } from './orders.ts';
import type { World } from './world.ts';

/** A loan just before the process comes in that is to die over it; or a member's account. */
export type Scene = Readonly<{
  /** The loan's id or the account's. */
  objectId: Uuid;
  /** What the process is asked, and its successor again, word for word, as a client does who had no answer. */
  order: Order;
  /** What somebody else does as soon as the process that is to die is up. */
  trigger?: () => Promise<unknown>;
  /** What the client goes on with when the successor has answered. @param answer what it said */
  followUp?: (answer: Answer | undefined) => Promise<unknown>;
  /** Whether the journey has come to its end. */
  isOver: () => Promise<boolean>;
  /** What must then hold, beside what always must. @param answer what the successor said */
  verify: (answer: Answer | undefined) => Promise<void>;
  /** An id before those of the scene's own instructions, where the loan has had others. */
  since?: Uuid;
  /** Instructions of the scene that the bank must have carried out, by kind: each once, none left over. */
  instructions: Readonly<Record<string, number>>;
  /** Those that it must have refused. */
  refused?: Readonly<Record<string, number>>;
}>;

/** Brings a fresh loan to where a process is to come in. */
export type Prepare = (world: World) => Promise<Scene>;

/** What a worker is asked. */
export const WORK: Order = { do: 'work' };
