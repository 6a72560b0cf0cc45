import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPool, type Pool } from '#db/pool.ts';
import { type PlainDate, plainDate } from '#server/primitives/calendar.ts';
import { morningAfter, playCertifiable, recordChecks, signOffDay } from '#server/testing/certified-days.ts';
import { type LoneDatabase, openLoneDatabase } from '#server/testing/context.ts';
import { issueCertificate } from './issue-certificate.ts';
import { type Finding, verifyCertificates } from './verify-certificates.ts';

const [FIRST, SECOND, THIRD] = ['2026-03-30', '2026-03-31', '2026-04-01'].map(plainDate) as [
  PlainDate,
  PlainDate,
  PlainDate,
];
let portal: LoneDatabase;
let owner: Pool;

const issue = (date: PlainDate, minutes = 0) => issueCertificate(morningAfter(portal, date, minutes), date);
const found = async (range = {}) => (await verifyCertificates(portal.system, range)).findings;

/** The first day signed off with its break, and certified again when its checks came to another result later. */
beforeAll(async () => {
  portal = await openLoneDatabase();
  owner = openPool(portal.ownerUrl, { max: 1 });
  for (const [index, date] of [FIRST, SECOND, THIRD].entries()) {
    await playCertifiable(portal, date, 10 + index);
    await recordChecks(portal, date, date === FIRST);
    if (date === FIRST) await signOffDay(portal, date);
    expect(await issue(date)).toMatchObject({ kind: 'issued' });
  }
  await recordChecks(portal, FIRST, false, 3 * 24 * 60);
  expect(await issue(FIRST, 3 * 24 * 60)).toMatchObject({ kind: 'issued', version: 2 });
});
afterAll(async () => {
  await owner.close();
  await portal.close();
});

test('nothing is found while nothing was changed', async () => {
  expect(await found()).toEqual([]);
});

type Tampering = Readonly<{ what: string; statement: string; finding: Partial<Finding> | readonly Partial<Finding>[] }>;
const changed = (part: string, rows: Finding['rows'] = expect.anything()): Partial<Finding> => ({
  date: SECOND,
  kind: 'changed',
  part,
  rows,
});
const TAMPERINGS: readonly Tampering[] = [
  {
    what: 'the body of a certificate',
    statement: `update certificate set body = replace(body, '"compared":1', '"compared":2') where business_date = '${SECOND}'`,
    finding: [
      { date: SECOND, kind: 'altered', part: 'hash' },
      { date: SECOND, kind: 'changed', part: 'checks' },
    ],
  },
  {
    what: 'the body of a certificate with its hash',
    statement: `update certificate set body = replace(body, '"compared":1', '"compared":2'),
      hash = encode(sha256(convert_to(replace(body, '"compared":1', '"compared":2'), 'UTF8')), 'hex')
      where business_date = '${SECOND}'`,
    finding: [
      { date: SECOND, kind: 'unrecorded' },
      { date: SECOND, kind: 'changed', part: 'checks' },
      { date: THIRD, kind: 'chain' },
    ],
  },
  {
    what: 'the day on which a certificate was issued',
    statement: `update certificate set issued_at = issued_at - interval '1 day' where business_date = '${SECOND}'`,
    finding: [{ date: SECOND, kind: 'altered', part: 'issuedAt' }],
  },
  {
    what: 'a certificate that is gone',
    statement: `delete from certificate where business_date = '${SECOND}'`,
    finding: [
      { date: SECOND, kind: 'removed', version: 1 },
      { date: SECOND, kind: 'gap', version: null },
      { date: THIRD, kind: 'chain', version: 1 },
    ],
  },
  {
    what: 'the last certificate that is gone',
    statement: `delete from certificate where business_date = '${FIRST}' and version = 2`,
    finding: [
      { date: FIRST, kind: 'removed', version: 2 },
      ...['state', 'checks', 'breaks', 'desk/breaks'].map((part) => ({ version: 1, kind: 'changed' as const, part })),
    ],
  },
  {
    what: 'a posting',
    statement: `update journal set amount = amount + 1 where business_date = '${SECOND}'`,
    finding: [changed('books/journal', { certified: 1, now: 1 })],
  },
  {
    what: 'the day of a posting',
    statement: `update journal set business_date = '2026-05-01' where business_date = '${SECOND}'`,
    finding: [changed('books/journal', { certified: 1, now: 0 })],
  },
  {
    what: 'an entry',
    statement: `update entry set balance_after = 7 where business_date = '${SECOND}' and amount > 0`,
    finding: [changed('books/entry', { certified: 2, now: 2 })],
  },
  {
    what: 'an entry that is gone',
    statement: `delete from entry where business_date = '${SECOND}' and amount > 0`,
    finding: [changed('books/entry', { certified: 2, now: 1 })],
  },
  {
    what: 'a line of the bank’s file, as it was read',
    statement: `update checkfile_row set amount_fen = 1 where business_date = '${SECOND}'`,
    finding: [changed('bank/TRANSACTION', { certified: 1, now: 1 })],
  },
  {
    what: 'a line of the bank’s file, as it came',
    statement: `update checkfile_row set raw = 'a,b,d' where business_date = '${SECOND}'`,
    finding: [changed('bank/TRANSACTION')],
  },
  {
    what: 'the result of a check',
    statement: `update check_result set compared = 9 where business_date = '${SECOND}' and "check" = 'in-and-out'`,
    finding: [{ date: SECOND, kind: 'changed', part: 'checks' }],
  },
  {
    what: 'a break',
    statement: `update reconciliation_break set theirs = '500.00 a>b' where business_date = '${FIRST}'`,
    finding: [
      { date: FIRST, kind: 'changed', part: 'breaks' },
      { date: FIRST, kind: 'changed', part: 'desk/breaks' },
    ],
  },
  {
    what: 'a signature',
    statement: `update correction set checker_id = '0192f0c0-0000-7000-8000-000000000001'`,
    finding: [
      { date: FIRST, kind: 'changed', part: 'breaks' },
      { date: FIRST, kind: 'changed', part: 'desk/corrections' },
    ],
  },
  {
    what: 'a release that nobody gave',
    statement: `insert into day_release (id, business_date, state, reason, maker_id, made_at, checker_id, checked_at)
      values ('0192f0c0-0000-7000-8000-000000000002', '${SECOND}', 'released', 'x',
        '0192f0c0-0000-7000-8000-000000000003', '2026-03-31', '0192f0c0-0000-7000-8000-000000000004', '2026-03-31')`,
    finding: [{ kind: 'changed', part: 'releases' }, changed('desk/releases', { certified: 0, now: 1 })],
  },
];

/** What is found while the statement's change stands; afterwards it is undone. */
async function foundAfter(statement: string): Promise<Finding[]> {
  const undone = new Error('undone');
  let findings: Finding[] = [];
  const tampered = owner.db.transaction(async (tx) => {
    const { count } = await tx.execute(sql.raw(statement));
    expect(count).toBeGreaterThan(0);
    ({ findings } = await verifyCertificates({ db: tx as never }));
    throw undone;
  });
  await expect(tampered).rejects.toBe(undone);
  return findings;
}

test.each(TAMPERINGS)('changed in the database afterwards is found: $what', async ({ statement, finding }) => {
  const findings = await foundAfter(statement);
  const expected = [finding].flat();
  expect(findings).toHaveLength(expected.length);
  for (const one of expected) expect(findings).toContainEqual(expect.objectContaining(one));
});

test('a range looks at its own days alone', async () => {
  expect(await verifyCertificates(portal.system, { from: SECOND, to: SECOND })).toMatchObject({
    good: true,
    certificates: 1,
    last: { date: SECOND, version: 1 },
  });
  await owner.sql`update journal set amount = amount + 1 where business_date = ${SECOND}`;
  expect(await found({ from: THIRD })).toEqual([]);
  expect(await found({ from: SECOND })).toMatchObject([{ date: SECOND, part: 'books/journal' }]);
});

test('what was changed without a run of the checks is not certified again', async () => {
  await owner.sql`update journal set amount = amount + 1 where business_date = ${THIRD}`;
  expect(await issue(THIRD, 90)).toEqual({ kind: 'waits', for: 'changed' });
});
