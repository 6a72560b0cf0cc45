import type { BankTransaction } from '#db/bank/pool.ts';
import type { IdSource } from '#server/primitives/ids.ts';
import type { Boundary } from './boundaries.ts';
import type { Strikes } from './fault-draws.ts';

/** What a boundary of the day is run with, inside the transaction that also moves the clock's row on. */
export type BoundaryWork = {
  tx: BankTransaction;
  boundary: Boundary;
  newId: IdSource;
  strikes: Strikes;
  /** Whether a channel's file may lack something: only then is it read line by line. */
  mayLack: boolean;
};
