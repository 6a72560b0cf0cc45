import { sql } from 'drizzle-orm';
import type { BankPool } from '#db/bank/pool.ts';
import type { requestLog } from '#db/bank/schema/desk.ts';
import { uuidFrom } from '#server/primitives/ids.ts';
import { chunks, jsonRows } from '../book/rows.ts';
import { realNow } from '../clock.ts';
import { report } from '../report.ts';

export type LogEntry = typeof requestLog.$inferInsert;

/** Keeps what came in and what was answered. Written a moment later and many at a time: no request waits for it. */
export type RequestLog = {
  add: (entry: LogEntry) => void;
  /** Writes out what waits; readers of the log call it first. */
  flush: () => Promise<void>;
  close: () => Promise<void>;
};

const LONGEST_TEXT = 1 << 20;
const MOST_WAITING = 20_000;
const AGAIN_MS = 1000;

/** The database holds no NUL in text, and a request may be 16 MiB. */
function storable(text: string | null | undefined): string | null {
  if (text === null || text === undefined) return null;
  const cut = text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text;
  return cut.replaceAll('\0', '\uFFFD').toWellFormed();
}

async function write(pool: BankPool, entries: readonly LogEntry[]): Promise<void> {
  const rows = entries.map((entry) => ({
    ...entry,
    platformNo: storable(entry.platformNo),
    service: storable(entry.service),
    requestNo: storable(entry.requestNo),
    keySerial: storable(entry.keySerial),
    reqData: storable(entry.reqData),
    sign: storable(entry.sign),
    answer: storable(entry.answer),
  }));
  await pool.db.execute(sql`
    insert into request_log (id, at, endpoint, platform_no, service, request_no, key_serial, req_data, sign,
      signature_valid, signature_note, http_status, answer, fault, duration_ms)
    select * from json_to_recordset(${jsonRows(rows)}) as entry(id uuid, at timestamptz, endpoint text,
      "platformNo" text, service text, "requestNo" text, "keySerial" text, "reqData" text, sign text,
      "signatureValid" boolean, "signatureNote" text, "httpStatus" int, answer text, fault text, "durationMs" int)
    on conflict do nothing`);
}

/** What the log keeps: the newest rows, and none older. */
export const LOG_KEEPS = { rows: 100_000, days: 7 } as const;

const GONE_AT_ONCE = 10_000;
const DAY_MS = 86_400_000;

/**
 * Forgets what is neither among the newest rows nor young enough; answers how many rows went. Ids are in order of
 * time, so both limits are found on the primary key, and a sweep that finds nothing costs nothing.
 */
export async function pruneRequestLog(
  pool: BankPool,
  keeps: { rows: number; days: number } = LOG_KEEPS,
): Promise<number> {
  const oldest = uuidFrom(realNow().getTime() - keeps.days * DAY_MS, new Uint8Array(10));
  let gone = 0;
  for (;;) {
    const { count } = await pool.db.execute(sql`
      delete from request_log where id = any(array(
        select id from request_log
        where id < greatest(${oldest}::uuid,
          (select id from request_log order by id desc offset ${keeps.rows - 1} limit 1))
        order by id limit ${GONE_AT_ONCE}))`);
    gone += count;
    if (count < GONE_AT_ONCE) return gone;
  }
}

export function makeRequestLog(pool: BankPool): RequestLog {
  let waiting: LogEntry[] = [];
  let writing: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;

  const flush = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    const entries = waiting;
    waiting = [];
    writing = writing
      .then(async () => {
        for (const part of chunks(entries, 500)) await write(pool, part);
      })
      .catch((error: unknown) => {
        report('request log', error);
        waiting = [...entries, ...waiting].slice(0, MOST_WAITING);
        timer ??= setTimeout(flush, AGAIN_MS).unref();
      });
    return writing;
  };

  return {
    add: (entry) => {
      if (waiting.length < MOST_WAITING) waiting.push(entry);
      timer ??= setTimeout(flush, 200).unref();
    },
    flush,
    close: flush,
  };
}
