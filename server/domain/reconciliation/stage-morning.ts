import { transaction } from '#db/transaction.ts';
import { addDays, instantAt, type PlainDate } from '#server/primitives/calendar.ts';
import type { SystemActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import { askBalances } from './ask-balances.ts';
import { askFreezes } from './ask-freezes.ts';
import { MANY_LINES } from './fetch-files.ts';
import { lockDay } from './lock-day.ts';
import { stageExtension } from './stage-extension.ts';

/** When the channels have paid, and the bank's extension files can be had. */
const MORNING = '09:10';

/**
 * What the bank says of the end of a date once the channels have paid: its files of sums, balances and freezes as far
 * as it offers them, staged for comparison in place of what was staged before; where it has no file of balances or of
 * freezes, its answers about some. Harmless when repeated.
 * @returns how many balances and freezes; undefined before the morning, and while the bank has no files of that date
 * @throws UnreadableFile for a file the bank has to issue again; Error when the network fails
 */
export async function stageMorning(ctx: DomainContext<SystemActor>, date: PlainDate): Promise<number | undefined> {
  if (ctx.now() < instantAt(addDays(date, 1), MORNING)) return undefined;
  const archive = await ctx.custody.downloadCheckFiles(date);
  if (!archive) return undefined;
  const work = async (): Promise<ReadonlyMap<string, number>> =>
    transaction(
      ctx,
      async (tx) => {
        await lockDay(tx, date);
        return stageExtension(tx, ctx, date, archive);
      },
      MANY_LINES,
    );
  const staged = await work().finally(() => archive.close());
  const balances = staged.get('BALANCE') ?? (await askBalances(ctx, date));
  return balances + (staged.get('PRETRANSACTION') ?? (await askFreezes(ctx, date)));
}
