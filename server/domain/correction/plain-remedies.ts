import { dispatch } from '../custody/dispatch.ts';
import type { Remedy } from './remedy.ts';

const UNDECIDED = ['created', 'sent', 'unknown', 'accepted'];

/** An answer that was lost: the bank is asked, and its record concludes the instruction like any other. */
export const askAgain: Remedy = {
  prepare: async (_tx, _found, { instruction: of }) =>
    of && UNDECIDED.includes(of.state) ? { instructionId: of.id, requestNo: of.requestNo, state: of.state } : undefined,
  ahead: async (ctx, { instruction: of }) => {
    if (of) await dispatch(ctx, of.id);
    return undefined;
  },
  act: async () => undefined,
};

/** The file is wrong, and never our books: it is fetched anew with the re-run of the checks. */
export const fileAgain: Remedy = {
  prepare: async (_tx, found) => ({ date: found.businessDate, file: found.file, rowNumber: found.rowNumber }),
  act: async () => undefined,
};

/** Nothing is changed: two people answer for the difference as it stands. */
export const signOff: Remedy = {
  prepare: async (_tx, found) => ({ ours: found.ours, theirs: found.theirs }),
  act: async () => undefined,
};
