import { asc, inArray } from 'drizzle-orm';
import type { Executor } from '#db/pool.ts';
import { entry } from '#db/schema/accounts.ts';
import type { Uuid } from '#server/primitives/ids.ts';

/** The entries of postings as they stand, what was taken before what was given. */
export const entriesOf = (db: Executor, journalIds: readonly Uuid[]) =>
  db
    .select()
    .from(entry)
    .where(inArray(entry.journalId, [...journalIds]))
    .orderBy(asc(entry.journalId), asc(entry.amount));
