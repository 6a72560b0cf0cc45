import { pipeline } from 'node:stream/promises';
import postgres from 'postgres';
import type { TestDatabase } from '#db/testing/database.ts';

type Table = Readonly<{ name: string; order: string }>;

/** Tables that get new rows, with the order in which the portal writes them. */
const GROWING: readonly Table[] = [
  { name: 'request_number', order: 'request_no' },
  { name: 'instruction', order: 'id' },
  { name: 'settlement_chunk', order: 'number' },
  { name: 'collection', order: 'id' },
  { name: 'collection_item', order: 'instalment_number' },
  { name: 'distribution_chunk', order: 'number' },
  { name: 'journal', order: 'id' },
  { name: 'entry', order: 'account_id, sequence' },
  { name: 'claim', order: 'id' },
  { name: 'instalment', order: 'number' },
  { name: 'receipt', order: 'claim_id' },
  { name: 'audit', order: 'id' },
];
/** Tables whose rows change. */
const CHANGING = ['account', 'bid', 'claim', 'instalment', 'loan'];

/** Copies what a finished database holds into the schema `done` of one that is as the other was before. */
async function bringOver(from: postgres.Sql, to: postgres.Sql): Promise<void> {
  await to`create schema done`;
  for (const name of new Set([...GROWING.map((table) => table.name), ...CHANGING])) {
    await to.unsafe(`create table done.${name} (like public.${name})`);
    const source = await from.unsafe(`copy public.${name} to stdout`).readable();
    const sink = await to.unsafe(`copy done.${name} from stdin`).writable();
    await pipeline(source, sink);
  }
  await to`create schema fresh`;
  for (const { name, order } of GROWING) {
    const known = name === 'claim' || name === 'instalment' ? `where not exists (select 1 from public.${name})` : '';
    await to.unsafe(
      known
        ? `create table fresh.${name} as select * from done.${name} ${known} order by ${order}`
        : `create table fresh.${name} as select * from
            (select * from done.${name} except all select * from public.${name}) as rows order by ${order}`,
    );
  }
  await to`analyze`;
}

/** New rows as they are first written, and the rows that were there as they are at the end. */
function statements(what: 'settlement' | 'distribution'): string[] {
  const grow = (names: readonly string[]) =>
    names.map((name) => `insert into public.${name} select * from fresh.${name}`);
  const account = `update public.account as a set available = d.available, frozen = d.frozen,
    entry_count = d.entry_count from done.account d where d.id = a.id and d.entry_count <> a.entry_count`;
  const books = [...grow(['request_number', 'instruction', 'journal', 'entry', 'audit']), account];
  if (what === 'settlement') {
    return [
      "update public.bid set state = 'settling' where state = 'frozen'",
      ...grow(['settlement_chunk']),
      ...books,
      `update public.bid as b set state = d.state, ended_at = d.ended_at from done.bid d
        where d.loan_id = b.loan_id and d.id = b.id and b.state = 'settling'`,
      ...grow(['claim', 'instalment']),
      'update public.loan as l set state = d.state, settled_at = d.settled_at, value_date = d.value_date from done.loan d where d.id = l.id',
    ];
  }
  return [
    ...grow(['collection', 'collection_item', 'distribution_chunk']),
    'alter table fresh.receipt add column paid timestamptz, add column day date',
    'update fresh.receipt set paid = paid_at, day = business_date, paid_at = null, business_date = null',
    'RECEIPTS',
    `update public.receipt as r set paid_at = f.paid, business_date = f.day from fresh.receipt f
      where f.loan_id = r.loan_id and f.collection_id = r.collection_id and f.instalment_number = r.instalment_number
        and f.claim_id = r.claim_id`,
    `update public.claim as c set outstanding = d.outstanding, principal_carry = d.principal_carry,
      interest_carry = d.interest_carry from done.claim d where d.loan_id = c.loan_id and d.id = c.id`,
    ...books,
    `update public.instalment as i set state = d.state, paid_at = d.paid_at, paid_on = d.paid_on,
      principal_paid = d.principal_paid, interest_paid = d.interest_paid from done.instalment d
      where d.loan_id = i.loan_id and d.number = i.number and d.state <> i.state`,
  ];
}

async function prepared(to: postgres.Sql, what: 'settlement' | 'distribution'): Promise<string[]> {
  const all = statements(what);
  if (what === 'settlement') return all;
  const [, , , addColumns, keepAside] = all;
  await to.unsafe(addColumns ?? '');
  await to.unsafe(keepAside ?? '');
  const columns = await to<{ name: string }[]>`select column_name as name from information_schema.columns
    where table_schema = 'public' and table_name = 'receipt' order by ordinal_position`;
  const list = columns.map(({ name }) => name).join(', ');
  const receipts = `insert into public.receipt (${list}) select ${list} from fresh.receipt`;
  return all
    .filter((text) => text !== addColumns && text !== keepAside)
    .map((text) => (text === 'RECEIPTS' ? receipts : text));
}

/**
 * The rows of a finished settlement or distribution, written to a database that is as the other was before: one
 * INSERT … SELECT or UPDATE for each table and change, in one transaction. @returns seconds
 */
export async function rowsAlone(
  finished: TestDatabase,
  before: TestDatabase,
  what: 'settlement' | 'distribution',
): Promise<number> {
  const options = { max: 1, onnotice: () => {}, fetch_types: false };
  const [from, to] = [postgres(finished.ownerUrl, options), postgres(before.ownerUrl, options)];
  try {
    await bringOver(from, to);
    const texts = await prepared(to, what);
    const startedAt = performance.now();
    await to.begin(async (tx) => {
      for (const text of texts) await tx.unsafe(text);
    });
    return (performance.now() - startedAt) / 1000;
  } finally {
    await Promise.all([from.end(), to.end()]);
  }
}
