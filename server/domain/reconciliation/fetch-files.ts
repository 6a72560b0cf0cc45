import { transaction } from '#db/transaction.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';
import type { SystemActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import { lockDay } from './lock-day.ts';
import { stageFiles } from './stage-files.ts';

/** A day of a million lines is staged and compared in less than one minute on two cores. */
export const MANY_LINES = { timeLimitMs: 20 * 60_000 };

/**
 * Downloads the five files of a date and stages their lines for comparison, replacing what was staged before.
 * @returns how many lines; undefined while the bank has no files of that date
 * @throws UnreadableFile for files the bank has to issue again; Error when the network fails
 */
export async function fetchCheckFiles(ctx: DomainContext<SystemActor>, date: PlainDate): Promise<number | undefined> {
  const archive = await ctx.custody.downloadCheckFiles(date);
  if (!archive) return undefined;
  try {
    return await transaction(
      ctx,
      async (tx) => {
        await lockDay(tx, date);
        return stageFiles(tx, date, archive, ctx.custody.platformNo);
      },
      MANY_LINES,
    );
  } finally {
    await archive.close();
  }
}
