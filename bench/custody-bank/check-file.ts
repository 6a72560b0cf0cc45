import { once } from 'node:events';
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { promisify } from 'node:util';
import postgres from 'postgres';
import { open, type ZipFile } from 'yauzl';
import { registerTestPlatform } from '#server/bank/testing/client.ts';
import { startChildBank } from './child.ts';
import { rounded } from './figures.ts';

const LINES = 1_000_000;
const LINES_IN_TRADE = 5000;
const PLATFORM = 'BENCH';

/** A day of a million lines, written straight into the tables: the file is what is measured. */
async function writeLines(databaseUrl: string, date: string): Promise<void> {
  const sql = postgres(databaseUrl, { max: 1 });
  const trades = LINES / LINES_IN_TRADE;
  await sql`insert into trade (platform_no, request_no, id, trade_type, project_no, status, created_at, transaction_at,
      business_date, due_at)
    select ${PLATFORM}, 'T-' || n, gen_random_uuid(), 'FUNDS_TRANSFER', 'P', 'SUCCESS',
      ${date}::date + interval '4 hours', ${date}::date + interval '4 hours', ${date}::date, now()
    from generate_series(1, ${trades}::int) as n`;
  await sql`insert into trade_line (platform_no, request_no, line_number, biz_type, freeze_request_no, source_user_no,
      target_user_no, amount, income, share, custom_define, remark)
    select ${PLATFORM}, 'T-' || t, n, 'FUNDS_TRANSFER', 'F-' || t || '-' || n, 'SYS_GENERATE_002', 'SYS_GENERATE_003',
      100 + n, 0, null, 'line-' || t || '-' || n, 'a remark, with a comma'
    from generate_series(1, ${trades}::int) as t, generate_series(1, ${LINES_IN_TRADE}::int) as n`;
  await sql`analyze trade, trade_line`;
  await sql.end();
}

/** Lines of one entry of a zip, without its heading. */
async function countLines(file: string, name: string): Promise<number> {
  const zip = (await promisify<string, object, ZipFile>(open as never)(file, { lazyEntries: true })) as ZipFile;
  const streamOf = promisify(zip.openReadStream.bind(zip)) as (entry: unknown) => Promise<Readable>;
  for (;;) {
    zip.readEntry();
    const [entry] = (await once(zip, 'entry')) as [{ fileName: string }];
    if (!entry.fileName.includes(name)) continue;
    let breaks = 0;
    for await (const chunk of await streamOf(entry)) for (const byte of chunk as Buffer) if (byte === 10) breaks += 1;
    zip.close();
    return breaks - 1;
  }
}

/** DOWNLOAD_CHECKFILE of a million lines: how long it takes, and the most memory that the bank's process holds. */
export async function checkFile(databaseUrl: string): Promise<void> {
  const child = await startChildBank(databaseUrl);
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    const platform = await registerTestPlatform(child.url, PLATFORM, 'http://127.0.0.1:1/');
    const { businessDate } = await platform.control('clock');
    await writeLines(databaseUrl, String(businessDate));
    await platform.control('clock', { advanceDays: 1 });
    const before = await child.peakMiB();
    const startedAt = performance.now();
    const answer = await platform.download({ fileDate: String(businessDate).replaceAll('-', '') });
    const file = join(folder, 'files.zip');
    await pipeline(Readable.fromWeb(answer.body as ReadableStream), createWriteStream(file));
    const seconds = (performance.now() - startedAt) / 1000;
    const peak = await child.peakMiB();
    const lines = await countLines(file, '_TRANSACTION.txt');
    console.log(`bank, check file of ${rounded(lines)} lines, streamed as a zip: ${seconds.toFixed(1)} s`);
    console.log(`  peak RSS of the bank's process: ${rounded(peak)} MiB (${rounded(before)} before; aim: 200)`);
  } finally {
    await child.close();
    rmSync(folder, { recursive: true });
  }
}
