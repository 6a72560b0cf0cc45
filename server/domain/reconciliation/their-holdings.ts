import { text } from 'node:stream/consumers';
import { sql } from 'drizzle-orm';
import type { PlainDate } from '#server/primitives/calendar.ts';
import { fromDecimalText } from '#server/primitives/money.ts';
import type { SystemActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import { parseBalanceFile } from './balance-file.ts';
import { fileNameOf } from './checkfile.ts';
import type { Holding } from './compare.ts';

type Ctx = DomainContext<SystemActor>;

/** The bank's side of the balances: its own file of the day's end, or what it says now of those who moved that day. */
export type TheirHoldings = Readonly<{ source: 'file' | 'queries'; holdings: ReadonlyMap<string, Holding> }>;

/** Members whose money moved on a date, and of whom nothing is on its way to or from the bank right now. */
async function movedOn(ctx: Ctx, date: PlainDate): Promise<string[]> {
  const rows = await ctx.db.execute<{ user_no: string }>(sql`
    select a.platform_user_no as user_no from account a
    where a.role not in ('CHANNELS', 'CARDS', 'SUSPENSE')
      and exists (select 1 from entry e where e.account_id = a.id and e.business_date = ${date}::date)
      and not exists (select 1 from instruction i
        where i.account_id = a.id and i.state in ('created', 'sent', 'unknown', 'accepted'))
    order by a.platform_user_no`);
  return rows.map((row) => row.user_no);
}

const LANES = 8;

async function askAboutUsers(ctx: Ctx, userNos: readonly string[]): Promise<Map<string, Holding>> {
  const holdings = new Map<string, Holding>();
  const queue = userNos.values();
  const lane = async (): Promise<void> => {
    for (const platformUserNo of queue) {
      const answer = await ctx.custody.send('QUERY_USER_INFORMATION', { platformUserNo });
      if (answer.kind === 'unknown') throw new Error(`the bank does not say what ${platformUserNo} holds`);
      if (answer.kind === 'refused') continue;
      const { availableAmount, freezeAmount } = answer.response;
      holdings.set(platformUserNo, {
        available: fromDecimalText(String(availableAmount)),
        frozen: fromDecimalText(String(freezeAmount)),
      });
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return holdings;
}

/**
 * What the bank says that everybody held at the end of a date. @returns undefined while it has no files of that date
 * @throws UnreadableFile; Error when the network fails
 */
export async function readHoldings(ctx: Ctx, date: PlainDate): Promise<TheirHoldings | undefined> {
  const archive = await ctx.custody.downloadCheckFiles(date);
  if (!archive) return undefined;
  try {
    const name = fileNameOf(date, ctx.custody.platformNo, 'BALANCE');
    if (archive.names.has(name)) {
      return { source: 'file', holdings: parseBalanceFile(await text(await archive.open(name))) };
    }
  } finally {
    await archive.close();
  }
  return { source: 'queries', holdings: await askAboutUsers(ctx, await movedOn(ctx, date)) };
}
