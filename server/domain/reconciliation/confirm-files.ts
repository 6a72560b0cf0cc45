import { eq } from 'drizzle-orm';
import { instruction } from '#db/schema/custody.ts';
import { transaction } from '#db/transaction.ts';
import { type PlainDate, toWireDate } from '#server/primitives/calendar.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { SystemActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import type { Instruction } from '../custody/conclude.ts';
import { dispatch } from '../custody/dispatch.ts';
import { enqueue } from '../custody/enqueue.ts';
import { CHECK_FILES } from './checkfile.ts';
import { lockDay } from './lock-day.ts';
import { reconciliationStates } from './queries.ts';

type Ctx = DomainContext<SystemActor>;
type Attempts = Readonly<{ last: Instruction | undefined; nextNo: string }>;

/** Each try has a number made of the date, so that two processes cannot both make the same one. */
async function attemptsOn(ctx: Pick<Ctx, 'db'>, date: PlainDate): Promise<Attempts> {
  let last: Instruction | undefined;
  for (let attempt = 1; ; attempt += 1) {
    const requestNo = `CF${toWireDate(date)}-${attempt}`;
    const [found] = await ctx.db.select().from(instruction).where(eq(instruction.requestNo, requestNo));
    if (!found) return { last, nextNo: requestNo };
    last = found;
  }
}

const begin = (ctx: Ctx, date: PlainDate, requestNo: string): Promise<Uuid> =>
  transaction(ctx, async (tx) => {
    await lockDay(tx, date);
    const detail = CHECK_FILES.map((fileType) => ({ fileType }));
    const reqData = { fileDate: toWireDate(date), detail };
    return enqueue(tx, ctx, {
      ...({ kind: 'confirm-files', service: 'CONFIRM_CHECKFILE', channel: 'direct' } as const),
      reqData,
      requestNo,
      subject: { fileDate: date },
    });
  });

/**
 * Tells the bank that we agree with its files of a date, once the date is green or signed; a red date is not confirmed.
 * Harmless when repeated: what was said is asked about, and only what the bank has refused is said anew.
 * @returns `open` while the date does not agree, `waiting` while the bank has not said that it took the word
 */
export async function confirmFiles(ctx: Ctx, date: PlainDate): Promise<'confirmed' | 'open' | 'waiting'> {
  const { last, nextNo } = await attemptsOn(ctx, date);
  if (last?.state === 'succeeded') return 'confirmed';
  if (last === undefined || last.state === 'failed') {
    const state = (await reconciliationStates(ctx, [date])).get(date);
    if (state !== 'green' && state !== 'signed') return 'open';
  }
  const id = last === undefined || last.state === 'failed' ? await begin(ctx, date, nextNo) : last.id;
  return (await dispatch(ctx, id)).state === 'succeeded' ? 'confirmed' : 'waiting';
}
