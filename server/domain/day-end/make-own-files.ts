import { type DayFileName, dayFile } from '#db/schema/operations.ts';
import { transaction } from '#db/transaction.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';
import { uuidFrom } from '#server/primitives/ids.ts';
import type { DomainContext } from '../context.ts';
import { lockDay } from '../reconciliation/lock-day.ts';
import { type Measure, measureFile } from './measure-own-file.ts';
import { type MadeFile, madeFiles, OWN_FILE_NAMES } from './own-files.ts';

/** Ids carry the machine's time: the last one of this moment. */
const lastIdOf = (moment: Date) => uuidFrom(moment.getTime(), new Uint8Array(10).fill(255));

/**
 * Makes our own files of a day from the books as they are now. A further version is written down only when one of them
 * has come out differently than before: after a correction, or a posting that came in late. Harmless when repeated.
 * @returns the files of the newest version
 */
export async function makeOwnFiles(ctx: DomainContext, date: PlainDate): Promise<MadeFile[]> {
  const through = lastIdOf(ctx.realNow());
  const measures = new Map<DayFileName, Measure>();
  for (const file of OWN_FILE_NAMES) measures.set(file, await measureFile(ctx, file, { date, through }));
  return transaction(ctx, async (tx) => {
    await lockDay(tx, date);
    const known = await madeFiles({ db: tx }, [date]);
    const version = known[0]?.version ?? 0;
    const latest = known.filter((made) => made.version === version);
    if (latest.length > 0 && latest.every((made) => made.hash === measures.get(made.file)?.hash)) return latest;
    const made = [...measures].map(([file, measure]) => ({
      ...measure,
      businessDate: date,
      version: version + 1,
      file,
      through,
      madeAt: ctx.now(),
    }));
    await tx.insert(dayFile).values(made.map((row) => ({ ...row, bytes: BigInt(row.bytes) })));
    return made;
  });
}
