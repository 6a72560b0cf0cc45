import { afterAll, beforeAll, expect, test } from 'vitest';
import { audit } from '#db/schema/operations.ts';
import { certificate } from '#db/schema/reconciliation.ts';
import { type PlainDate, plainDate } from '#server/primitives/calendar.ts';
import { morningAfter, playCertifiable, recordChecks, signOffDay } from '#server/testing/certified-days.ts';
import { type LoneDatabase, openLoneDatabase } from '#server/testing/context.ts';
import { BEGINNING, sha256Hex } from './certificate-body.ts';
import { issueCertificate } from './issue-certificate.ts';
import { verifyCertificates } from './verify-certificates.ts';

const [FIRST, SECOND, THIRD] = ['2026-03-30', '2026-03-31', '2026-04-01'].map(plainDate) as [
  PlainDate,
  PlainDate,
  PlainDate,
];
let portal: LoneDatabase;

const issue = (date: PlainDate, minutes = 0) => issueCertificate(morningAfter(portal, date, minutes), date);
const check = (date: PlainDate, red = false, minutes = 0) => recordChecks(portal, date, red, minutes);
const found = async () => (await verifyCertificates(portal.system)).findings;
const chain = () => portal.pool.db.select().from(certificate).orderBy(certificate.issuedAt, certificate.version);

beforeAll(async () => {
  portal = await openLoneDatabase();
  for (const [index, date] of [FIRST, SECOND, THIRD].entries()) await playCertifiable(portal, date, 10 + index);
});
afterAll(() => portal.close());

test('a day that was not checked, or is red, has no certificate, nor has the day after it', async () => {
  expect(await issue(FIRST)).toEqual({ kind: 'waits', for: 'reconciliation' });
  await check(FIRST, true);
  await check(SECOND);
  expect(await issue(FIRST)).toEqual({ kind: 'waits', for: 'reconciliation' });
  expect(await issue(SECOND)).toEqual({ kind: 'waits', for: 'yesterday' });
  expect(await chain()).toEqual([]);
  expect(await verifyCertificates(portal.system)).toEqual({ good: true, certificates: 0, last: null, findings: [] });
});

test('signed off by two, both days are certified in order, with the break and its signatures', async () => {
  const { maker, checker } = await signOffDay(portal, FIRST);
  expect(await issue(FIRST, 5)).toMatchObject({ kind: 'issued', version: 1 });
  expect(await issue(SECOND)).toMatchObject({ kind: 'issued', version: 1 });
  const [first, second] = await chain();
  const body = JSON.parse(first?.body ?? '');
  expect(first).toMatchObject({ businessDate: FIRST, previousHash: BEGINNING, hash: sha256Hex(first?.body ?? '') });
  expect(second).toMatchObject({ businessDate: SECOND, previousHash: first?.hash });
  expect(body).toMatchObject({
    state: 'signed',
    businessDate: FIRST,
    supersedes: null,
    people: { [maker]: '做对账的人', [checker]: '复核的人' },
    breaks: [{ kind: 'amount', corrections: [{ kind: 'sign-off', maker, checker, reason: '银行确认文件有误' }] }],
    inputs: { 'bank/TRANSACTION': { rows: 1 }, 'books/journal': { rows: 1 }, 'books/entry': { rows: 2 } },
  });
  expect(body.checks.map(({ check, state }: { check: string; state: string }) => [check, state])).toContainEqual([
    'total-to-detail',
    'not-offered',
  ]);
  expect(await found()).toEqual([]);
});

test('asked again it stands; two workers at once issue one', async () => {
  expect(await issue(SECOND)).toMatchObject({ kind: 'stands', version: 1 });
  await check(THIRD);
  const both = await Promise.all([issue(THIRD), issue(THIRD), issue(THIRD)]);
  expect(both.map(({ kind }) => kind).sort()).toEqual(['issued', 'stands', 'stands']);
  expect(await chain()).toHaveLength(3);
  expect(await found()).toEqual([]);
});

test('one that was killed before its commit leaves nothing behind', async () => {
  const ctx = morningAfter(portal, THIRD);
  const dying = {
    ...ctx,
    newId: () => {
      throw new Error('killed');
    },
  };
  await check(THIRD, true, 10);
  await check(THIRD, false, 20);
  await expect(issueCertificate(dying, THIRD)).rejects.toThrow('killed');
  expect(await chain()).toHaveLength(3);
  expect(await portal.pool.db.select().from(audit)).toHaveLength(3);
});

test('checked again with another result, a day gets a further version at the end of the chain', async () => {
  expect(await issue(THIRD, 30)).toMatchObject({ kind: 'issued', version: 2 });
  await check(FIRST, false, 3 * 24 * 60);
  expect(await issue(FIRST, 3 * 24 * 60)).toMatchObject({ kind: 'issued', version: 2 });
  const rows = await chain();
  expect(rows.map(({ businessDate, version }) => [businessDate, version])).toEqual([
    [FIRST, 1],
    [SECOND, 1],
    [THIRD, 1],
    [THIRD, 2],
    [FIRST, 2],
  ]);
  expect(rows.map(({ previousHash }) => previousHash)).toEqual([
    BEGINNING,
    ...rows.slice(0, -1).map((row) => row.hash),
  ]);
  const { supersedes, breaks } = JSON.parse(rows.at(-1)?.body ?? '');
  expect(supersedes).toEqual({ version: 1, hash: rows[0]?.hash, changed: expect.arrayContaining(['state', 'breaks']) });
  expect(breaks).toMatchObject([{ state: 'resolved', corrections: [{ kind: 'sign-off' }] }]);
  expect(await found()).toEqual([]);
});

test('run again with the same result there is nothing new to certify', async () => {
  await check(SECOND, false, 60);
  expect(await issue(SECOND, 60)).toMatchObject({ kind: 'stands', version: 1 });
  expect(await found()).toEqual([]);
});

test('the application itself can neither change nor remove a certificate', async () => {
  await expect(portal.pool.sql`update certificate set body = ''`).rejects.toThrow('permission denied');
  await expect(portal.pool.sql`delete from certificate`).rejects.toThrow('permission denied');
});
