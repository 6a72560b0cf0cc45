import { transaction } from '#db/transaction.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';
import type { SystemActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import { parseCheckFiles } from './checkfile.ts';
import { lockDay } from './lock-day.ts';
import { stageFiles } from './stage-files.ts';

/**
 * Downloads the five files of a date and stages their lines for comparison, replacing what was staged before.
 * @returns how many lines; undefined while the bank has no files of that date
 * @throws UnreadableFile for files the bank has to issue again; Error when the network fails
 */
export async function fetchCheckFiles(ctx: DomainContext<SystemActor>, date: PlainDate): Promise<number | undefined> {
  const files = await ctx.custody.downloadCheckFiles(date);
  if (!files) return undefined;
  const lines = parseCheckFiles(files, date, ctx.custody.platformNo);
  await transaction(ctx, async (tx) => {
    await lockDay(tx, date);
    await stageFiles(tx, date, lines);
  });
  return lines.length;
}
