import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type postgres from 'postgres';
import { DATE } from './day.ts';

/** The rows that our process has staged, as COPY takes them. */
export async function keepRows(owner: postgres.Sql, path: string): Promise<void> {
  const rows = `copy (select * from checkfile_row where business_date = '${DATE}') to stdout`;
  await pipeline(await owner.unsafe(rows).readable(), createWriteStream(path));
}

const KEY = `case j.kind when 'RECHARGE' then i.request_no else i.request_no || '-' || j.line_number end`;
const OURS = 'journal j join instruction i on i.id = j.instruction_id';
const JOIN = `select count(*) from (select * from bare where file <> 'COMMISSION') as c
  full join (select ${KEY} as match_key, j.amount from ${OURS} where j.business_date = '${DATE}') as o
    on o.match_key = c.match_key
  where o.amount is distinct from c.amount_fen`;
const JOIN_WITH_PARTIES = `select count(*) from (select * from bare where file <> 'COMMISSION') as c
  full join (select ${KEY} as match_key, j.amount, s.account_id as source, t.account_id as target from ${OURS}
      join entry s on s.journal_id = j.id and s.amount < 0 join entry t on t.journal_id = j.id and t.amount > 0
      where j.business_date = '${DATE}') as o on o.match_key = c.match_key
    left join account s on s.id = o.source left join account t on t.id = o.target
  where o.amount is distinct from c.amount_fen or t.platform_user_no is distinct from c.target_user_no
    or nullif(s.platform_user_no, 'CHANNELS') is distinct from c.source_user_no`;

export type Bare = Readonly<{ copy: number; join: number; joinWithParties: number; differing: number }>;

/** COPY of the same rows into a table without any key, and the plain FULL JOIN of it with our postings. Seconds. */
export async function bare(owner: postgres.Sql, path: string): Promise<Bare> {
  await owner`drop table if exists bare`;
  await owner`create table bare (like checkfile_row)`;
  return (await owner.begin(async (tx) => {
    await tx`set local work_mem = '256MB'`;
    const startedAt = performance.now();
    await pipeline(createReadStream(path), await tx.unsafe('copy bare from stdin').writable());
    const copiedAt = performance.now();
    const [found] = await tx.unsafe<{ count: string }[]>(JOIN);
    const joinedAt = performance.now();
    await tx.unsafe(JOIN_WITH_PARTIES);
    const endedAt = performance.now();
    const seconds = (from: number, to: number): number => (to - from) / 1000;
    return {
      copy: seconds(startedAt, copiedAt),
      join: seconds(copiedAt, joinedAt),
      joinWithParties: seconds(joinedAt, endedAt),
      differing: Number(found?.count),
    };
  })) as Bare;
}
