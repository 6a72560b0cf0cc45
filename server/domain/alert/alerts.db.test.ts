import { and, eq, isNull } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { account } from '#db/schema/accounts.ts';
import { type AlertKind, alert, mail } from '#db/schema/alerts.ts';
import { instruction, refusedNotice } from '#db/schema/custody.ts';
import { dayStep } from '#db/schema/operations.ts';
import { certificate, dayRelease, reconciliation, reconciliationBreak } from '#db/schema/reconciliation.ts';
import { withdrawal } from '#db/schema/withdrawals.ts';
import { addDays } from '#server/primitives/calendar.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { Money } from '#server/primitives/money.ts';
import { type LoneDatabase, openLoneDatabase } from '#server/testing/context.ts';
import { type SmtpReceiver, startSmtpReceiver } from '#server/testing/smtp-receiver.ts';
import { openMailServer } from '../../mail.ts';
import { mintAdmin } from '../actors.ts';
import { CHART } from '../ledger/chart.ts';
import { registerMember } from '../member/register-member.ts';
import { acknowledgeAlert } from './acknowledge-alert.ts';
import { alertCount, alerts, mailOutbox } from './queries.ts';
import { sendMails } from './send-mails.ts';
import { watchAll } from './watch-all.ts';
import { watchChain } from './watch-chain.ts';
import { WATCHES } from './watches.ts';

let lone: LoneDatabase;
let smtp: SmtpReceiver;
let finance: Uuid;
const db = () => lone.pool.db;
const ctx = () => lone.system;
const today = () => ctx().businessDate;
const look = () => watchAll(ctx(), WATCHES);

const open = (kind: AlertKind) =>
  db()
    .select()
    .from(alert)
    .where(and(eq(alert.kind, kind), isNull(alert.endedAt)));
/** A context whose mail server is the test's, as a worker with SMTP_URL has it. */
const withMail = () => ({
  ...ctx(),
  mail: openMailServer(smtp.url, 'desk@portal.example', 'http://portal.example'),
});
const redDay = async (date = today()): Promise<void> => {
  await db().insert(reconciliation).values({ businessDate: date, state: 'red', finishedAt: ctx().now() });
  await db().insert(reconciliationBreak).values({
    id: ctx().newId(),
    businessDate: date,
    check: 'line-by-line',
    kind: 'amount',
    object: 'R1-1',
    cause: 'unexplained',
    state: 'explained',
    foundAt: ctx().now(),
  });
};

beforeAll(async () => {
  [lone, smtp] = await Promise.all([openLoneDatabase(), startSmtpReceiver()]);
  const person = (login: string, role: 'finance' | 'administrator' | 'auditor') =>
    registerMember(ctx(), { login, displayName: login, passwordHash: 'none', roles: [role] });
  ({ memberId: finance } = await person('finance@portal.example', 'finance'));
  await person('admin@portal.example', 'administrator');
  await person('auditor@portal.example', 'auditor');
});
beforeEach(async () => {
  await db().delete(mail);
  for (const table of [alert, reconciliationBreak, reconciliation, refusedNotice, dayStep]) await db().delete(table);
  smtp.mails.length = 0;
});
afterAll(async () => {
  await smtp.close();
  await lone.close();
});

test('a quiet platform has no alerts', async () => {
  expect(await look()).toBe(0);
  expect(await alertCount(ctx())).toEqual({ open: 0, unseen: 0 });
});

test('a red day is raised once, told to finance and administrators, and ends when it is green', async () => {
  await redDay();
  await Promise.all([look(), look(), look()]);
  expect(await open('day-red')).toMatchObject([
    { object: today(), severity: 'high', details: { breaks: 1 }, path: `/admin/breaks?date=${today()}` },
  ]);
  const { mails } = await mailOutbox(ctx(), 10);
  expect(mails.map(({ to, state }) => [to, state]).sort()).toEqual([
    ['admin@portal.example', 'waiting'],
    ['finance@portal.example', 'waiting'],
  ]);
  await db().update(reconciliation).set({ state: 'green' });
  expect(await look()).toBe(1);
  expect(await open('day-red')).toEqual([]);
  await db().update(reconciliation).set({ state: 'red' });
  await look();
  expect(await alerts(ctx(), 10)).toHaveLength(2);
});

test('addresses lie sealed in the outbox, and its mails name no one and no amount', async () => {
  await redDay();
  await look();
  const rows = await db().select().from(mail);
  expect(rows.every(({ address }) => !address.includes('portal.example'))).toBe(true);
  for (const { subject, body } of rows) expect(`${subject} ${body}`).not.toMatch(/@|¥|R1-1/);
});

test('mails wait where there is no mail server, and go out once where there is', async () => {
  await redDay();
  await look();
  expect(await sendMails(ctx())).toBe(0);
  expect((await mailOutbox(ctx(), 10)).hasServer).toBe(false);
  await Promise.all([sendMails(withMail()), sendMails(withMail())]);
  expect(await sendMails(withMail())).toBe(0);
  expect(smtp.mails.map(({ to }) => to).sort()).toEqual(['admin@portal.example', 'finance@portal.example']);
  expect(smtp.mails[0]?.data).toMatch(/^Message-ID: <[0-9a-f-]{36}@portal.example>$/m);
  expect((await mailOutbox(ctx(), 10)).mails.map(({ state }) => state)).toEqual(['sent', 'sent']);
});

test('a mail that the server refuses is tried again after a pause, and dropped when its alert is over', async () => {
  await redDay();
  await look();
  smtp.refuse(true);
  await sendMails(withMail());
  expect((await mailOutbox(ctx(), 1)).mails).toMatchObject([{ state: 'waiting', error: expect.stringMatching('550') }]);
  smtp.refuse(false);
  expect(await sendMails(withMail())).toBe(0);
  await db().update(mail).set({ nextAttemptAt: ctx().realNow() });
  await db().update(reconciliation).set({ state: 'green' });
  await look();
  await sendMails(withMail());
  expect(smtp.mails).toEqual([]);
  expect((await mailOutbox(ctx(), 10)).mails.map(({ state }) => state)).toEqual(['dropped', 'dropped']);
});

test('somebody sees to it, with a note; it stays open until it is over', async () => {
  await redDay();
  await look();
  const [found] = await open('day-red');
  const actor = mintAdmin({ memberId: finance, roles: ['finance'] });
  const acknowledge = () => acknowledgeAlert(lone.contextFor(actor), { alertId: found?.id ?? finance, note: 'on it' });
  await acknowledge();
  await expect(acknowledge()).rejects.toMatchObject({ code: 'CONFLICT' });
  expect(await alertCount(ctx())).toEqual({ open: 1, unseen: 0 });
  expect(await alerts(ctx(), 1)).toMatchObject([{ note: 'on it', acknowledgedBy: 'finance@portal.example' }]);
  expect(await look()).toBe(0);
});

test('a step that is not done by the end of its window is a day end that is stuck', async () => {
  const date = addDays(today(), -2);
  const step = { businessDate: date, position: 1, state: 'pending' as const };
  await db()
    .insert(dayStep)
    .values([
      { ...step, step: 'roll' },
      { ...step, step: 'balances', position: 2 },
    ]);
  await look();
  expect(await open('day-end-stuck')).toMatchObject([{ object: date, details: { step: 'roll' } }]);
  await db().update(dayStep).set({ state: 'done' });
  await look();
  expect(await open('day-end-stuck')).toEqual([]);
});

test('old breaks, forged notifies and an empty advance account are told of', async () => {
  await redDay(addDays(today(), -3));
  await db()
    .update(reconciliationBreak)
    .set({ foundAt: new Date(ctx().now().getTime() - 3 * 86_400_000) });
  await db().insert(refusedNotice).values({ id: ctx().newId(), reason: 'forged', receivedAt: ctx().realNow() });
  await db()
    .update(account)
    .set({ entryCount: 1n, available: 1n as Money })
    .where(eq(account.id, CHART.advance.id));
  await look();
  expect((await alerts(ctx(), 20)).map(({ kind }) => kind).sort()).toEqual([
    'advance-low',
    'break-aging',
    'day-red',
    'notify-refused',
  ]);
});

test('what the bank does not answer for, and payouts that a red day holds, are told of', async () => {
  await redDay();
  const [at, instructionId] = [new Date(ctx().now().getTime() - 20 * 60_000), ctx().newId()];
  await db().insert(instruction).values({
    id: instructionId,
    requestNo: 'R7',
    service: 'SYNC_TRANSACTION',
    kind: 'fund-reserve',
    channel: 'direct',
    state: 'unknown',
    reqData: 'sealed',
    nextAttemptAt: at,
    sentAt: at,
    businessDate: today(),
    createdAt: at,
  });
  await db()
    .insert(withdrawal)
    .values({
      accountId: CHART.income.id,
      id: ctx().newId(),
      instructionId,
      requestNo: 'W7',
      arrival: 'next-day',
      amount: 500n as Money,
      fee: 0n as Money,
      state: 'held',
      createdAt: at,
      heldOn: today(),
    });
  await look();
  expect(await open('instruction-in-doubt')).toMatchObject([{ details: { instructions: 1 } }]);
  expect(await open('payouts-held')).toMatchObject([{ object: today(), details: { payouts: 1 } }]);
  const two = { reason: 'agreed', makerId: finance, madeAt: at, checkerId: ctx().newId(), checkedAt: at };
  await db()
    .insert(dayRelease)
    .values({ ...two, id: ctx().newId(), businessDate: today(), state: 'released' });
  await db().delete(instruction);
  await look();
  expect([...(await open('payouts-held')), ...(await open('instruction-in-doubt'))]).toEqual([]);
});

test('a certificate that nobody has issued breaks the chain', async () => {
  const watch = { kind: 'chain-broken', severity: 'high', find: watchChain() } as const;
  expect(await watchAll(ctx(), [watch])).toBe(0);
  const forged = { businessDate: today(), version: 1, body: '{}', issuedAt: ctx().now() };
  await db()
    .insert(certificate)
    .values({ ...forged, hash: 'a'.repeat(64), previousHash: 'b'.repeat(64) });
  expect(await watchAll(ctx(), [watch])).toBe(0);
  expect(await watchAll(ctx(), [{ ...watch, find: watchChain() }])).toBe(1);
  expect(await open('chain-broken')).toMatchObject([{ details: { findings: expect.any(Number) } }]);
});

test('a watch that fails keeps no other from looking', async () => {
  await redDay();
  const broken = { kind: 'chain-broken', severity: 'high', find: () => Promise.reject(new Error('no')) } as const;
  await expect(watchAll(ctx(), [broken, ...WATCHES])).rejects.toThrow('1 watches failed');
  expect(await open('day-red')).toHaveLength(1);
});
